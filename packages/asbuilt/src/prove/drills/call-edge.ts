import type { EdgePlan } from '@asbuilt/core/derive';
import type { Milliseconds } from '@asbuilt/core/model';
import { ask, type HttpAnswer, isWell, outcomeOf, type Patience } from '../ask.ts';
import type { Range } from '../range.ts';
import { callTcp } from './call-tcp.ts';

/** An edge as a drill calls it, in its caller's place. */
export interface CalledEdge {
  readonly plan: EdgePlan;
  /** Where it listens: `127.0.0.1:3000` */
  readonly address: string;
  readonly protocol: 'http' | 'tcp';
  /** Where the callee tells that it is well, on an HTTP edge. */
  readonly path: string;
}

/** How a call over an edge went, seen by its caller. */
export interface EdgeAnswer {
  readonly well: boolean;
  /** Nothing came as long as one waited. */
  readonly waiting: boolean;
  readonly elapsedMs: Milliseconds;
  /** `answered 502`, `was reset` */
  readonly outcome: string;
  /** How often the callee failed in it, by which a breaker counts: a call may be tried again on its way. */
  readonly failures: Range;
}

/** How long to wait for an answer, and on bare TCP for a connection to be one to the callee, and not to the gateway alone. */
export interface EdgePatience extends Patience {
  /** Half a second where absent. */
  readonly standsAfterMs?: Milliseconds;
}

const none: Range = { least: 0, most: 0 };

/** Makes one call. Rejects only with the reason of an aborted signal. */
export async function callEdge(edge: CalledEdge, patience: EdgePatience): Promise<EdgeAnswer> {
  if (edge.protocol === 'tcp') return callTcp(edge, patience);
  const answer = await ask(new URL(edge.path, `http://${edge.address}`), patience);
  const failures = isWell(answer) ? none : failuresIn(answer);
  const { elapsedMs } = answer;
  return { well: isWell(answer), waiting: answer.kind === 'waiting', elapsedMs, outcome: outcomeOf(answer), failures };
}

/** The gateway says in a header what its policies did: `retry=1, breaker=open`. Without it a call is one try. */
function failuresIn(answer: HttpAnswer): Range {
  if (answer.kind === 'waiting') return none;
  const policy = answer.kind === 'answered' ? (answer.headers.get('asbuilt-policy') ?? '') : '';
  const others = [...policy.matchAll(/\bnext-instance\b/g)].length;
  const retries = Number(/\bretry=(\d+)/.exec(policy)?.[1] ?? 0) + others;
  const failures = /\bbreaker=open\b/.test(policy) ? retries : retries + 1;
  return { least: failures, most: failures };
}
