import type { BreakerPolicy, Milliseconds } from '@asbuilt/core/model';
import type { Control } from '../control.ts';
import type { RunningEdge } from '../control-answer.ts';
import { each, plus, type Range } from '../range.ts';
import { callEdge } from './call-edge.ts';
import type { CalledEdge } from './called-edge.ts';
import { limitOf } from './steady-state.ts';

/** What a breaker did while its callee was down. */
export type Opening =
  | Opened
  | { readonly kind: 'stayed-closed'; readonly failures: Range }
  /** A call succeeded, so the callee was not down. */
  | { readonly kind: 'got-through' };

export interface Opened {
  readonly kind: 'opened';
  /** Failures in a row by which it opened. */
  readonly failures: Range;
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
export function callsToOpen({ policy, breakers }: Pick<EdgeDrill, 'policy' | 'breakers'>): number {
  return (2 * policy.opensAfterFailures + 5) * breakers;
}

/** Calls a callee that is down, one call after the other, until the breaker of the edge opens. */
export async function openBreaker(drill: EdgeDrill): Promise<Opening> {
  const { edge, breakers, control, signal } = drill;
  const before = await runningEdge(control, edge);
  let failures: Range = { least: 0, most: 0 };
  let earliestMs = performance.now();
  for (let calls = 1; calls <= callsToOpen(drill); calls += 1) {
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
      return { kind: 'opened', failures: each(all, breakers), earliestMs, latestMs: performance.now(), requests };
    }
    failures = plus(failures, answer.failures);
    earliestMs = askedAt;
  }
  return { kind: 'stayed-closed', failures: each(failures, breakers) };
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
