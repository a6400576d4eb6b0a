import type { BreakerPolicy, Milliseconds } from '@asbuilt/core/model';
import type { Control, FaultEffect } from '../control.ts';
import type { RunningEdge } from '../control-answer.ts';
import { each, plus, type Range } from '../range.ts';
import { callEdge } from './call-edge.ts';
import type { CalledEdge } from './called-edge.ts';
import { waysToFail } from './outage.ts';
import { limitOf } from './steady-state.ts';
import { slackMs, withFaults } from './with-fault.ts';

/** What a breaker did while its callee was down. */
export type Opening =
  | Opened
  | { readonly kind: 'stayed-closed'; readonly failures: Range; readonly ways: readonly FaultEffect[] }
  /** A call succeeded, so the callee was not down. */
  | { readonly kind: 'got-through' };

export interface Opened {
  readonly kind: 'opened';
  /** Failures in a row by which it opened. */
  readonly failures: Range;
  /** In which ways the callee failed. */
  readonly ways: readonly FaultEffect[];
  /** When it opened, between these two: milliseconds as `performance.now()` counts them. */
  readonly earliestMs: Milliseconds;
  readonly latestMs: Milliseconds;
  /** Calls that the edge had seen by then. */
  readonly requests: number;
}

/** What the drill works with. */
export interface EdgeDrill {
  readonly edge: CalledEdge;
  readonly policy: BreakerPolicy;
  /** How many there are: one for each instance of the callee. */
  readonly breakers: number;
  readonly control: Control;
  readonly signal: AbortSignal;
}

/** How many calls it takes at most to see a breaker open: beyond the stated number, so that one learns of a greater one. */
function callsToOpen({ policy, breakers }: Pick<EdgeDrill, 'policy' | 'breakers'>): number {
  return (2 * policy.opensAfterFailures + 5) * breakers;
}

/** Has a callee fail in one way after the other, one call after the other, until the breaker of the edge opens. */
export async function openBreaker(drill: EdgeDrill): Promise<Opening> {
  const { edge, control, signal } = drill;
  const { bytes } = await callEdge(edge, { limitMs: limitOf(edge), signal });
  const ways = waysToFail(edge.protocol, bytes);
  // One for each call, so that little is left of it should nobody be there to end it.
  const forMs = limitOf(edge) + slackMs;
  return withFaults(control, (put) => open(drill, ways, (effect) => put({ edge: edge.plan.name, effect, forMs })));
}

async function open(
  drill: EdgeDrill,
  ways: readonly FaultEffect[],
  fail: (how: FaultEffect) => Promise<void>,
): Promise<Opening> {
  const { edge, breakers, control, signal } = drill;
  const before = await runningEdge(control, edge);
  // What other drills had fail may count still.
  let failures: Range = { least: 0, most: edge.past.failures };
  let earliestMs = performance.now();
  for (let calls = 1; calls <= callsToOpen(drill); calls += 1) {
    const way = ways[(calls - 1) % ways.length];
    if (way !== undefined) await fail(way);
    const answer = await callEdge(edge, { limitMs: limitOf(edge), signal });
    if (answer.well) return { kind: 'got-through' };
    const askedAt = performance.now();
    const { breaker, requests } = await runningEdge(control, edge);
    const others = Math.max(0, requests - before.requests - calls) * triesOf(edge);
    // With several, the edge is half-open while only some of them are open.
    if (breaker === 'open' || (breaker === 'half-open' && breakers === 1)) {
      // Who else calls may have opened it, and then this call was refused.
      const last = others > 0 ? { least: 0, most: answer.failures.most } : answer.failures;
      const all = plus(plus(failures, last), { least: 0, most: others });
      edge.past.failures = 0;
      return {
        kind: 'opened',
        failures: each(all, breakers),
        ways: ways.slice(0, calls),
        earliestMs,
        latestMs: performance.now(),
        requests,
      };
    }
    failures = plus(failures, answer.failures);
    // Of several, the first may have opened long before the last.
    if (breakers === 1) earliestMs = askedAt;
  }
  return { kind: 'stayed-closed', failures: each(failures, breakers), ways };
}

/** How long the calls to a callee that is down may take at most. */
export function longestMs(drill: EdgeDrill): Milliseconds {
  return callsToOpen(drill) * limitOf(drill.edge);
}

function triesOf({ plan }: CalledEdge): number {
  return 1 + (plan.retry?.retries ?? 0);
}

/** An edge as it is now. Throws when the control server does not tell of it any more. */
export async function runningEdge(control: Control, { plan }: CalledEdge): Promise<RunningEdge> {
  const edge = (await control.edges()).find(({ name }) => name === plan.name);
  if (edge === undefined) throw new Error(`The control server does not tell of ${plan.name} any more.`);
  return edge;
}
