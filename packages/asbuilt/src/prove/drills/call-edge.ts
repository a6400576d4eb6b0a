import { ask, type HttpAnswer, isWell, outcomeOf } from '../ask.ts';
import type { Range } from '../range.ts';
import { callTcp } from './call-tcp.ts';
import type { CalledEdge, EdgeAnswer, EdgePatience } from './called-edge.ts';

const none: Range = { least: 0, most: 0 };

/** Makes one call. Rejects only with the reason of an aborted signal. */
export async function callEdge(edge: CalledEdge, patience: EdgePatience): Promise<EdgeAnswer> {
  if (edge.protocol === 'tcp') return callTcp(edge, patience);
  const answer = await ask(new URL(edge.path, `http://${edge.address}`), patience);
  const failures = isWell(answer) ? none : failuresIn(answer);
  const { elapsedMs } = answer;
  return {
    well: isWell(answer),
    waiting: answer.kind === 'waiting',
    elapsedMs,
    outcome: outcomeOf(answer),
    failures,
    bytes: answer.kind === 'answered' ? answer.bytes : 0,
    policy: policyOf(answer),
    ...(answer.kind === 'answered' && { status: answer.status }),
  };
}

/** The gateway says in a header what its policies did: `retry=1, breaker=open`. Without it a call is one try. */
function failuresIn(answer: HttpAnswer): Range {
  if (answer.kind === 'waiting') return none;
  const policy = policyOf(answer);
  const again = retriesIn(policy) + [...policy.matchAll(/\bnext-instance\b/g)].length;
  const failures = /\bbreaker=open\b/.test(policy) ? again : again + 1;
  return { least: failures, most: failures };
}

function policyOf(answer: HttpAnswer): string {
  return answer.kind === 'answered' ? (answer.headers.get('asbuilt-policy') ?? '') : '';
}

/** How often a call was tried again, by what the gateway said of it. */
export function retriesIn(policy: string): number {
  return Number(/\bretry=(\d+)/.exec(policy)?.[1] ?? 0);
}
