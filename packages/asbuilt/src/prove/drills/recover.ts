import type { Milliseconds } from '@asbuilt/core/model';
import { each, mayBe, type Range } from '../range.ts';
import { pause, toleranceOf } from '../time.ts';
import { callEdge } from './call-edge.ts';
import { type EdgeDrill, type Opened, runningEdge } from './open-breaker.ts';
import { limitOf } from './steady-state.ts';

/** What a breaker did once its callee was well again. */
export type Recovery =
  | { readonly kind: 'refused-on'; readonly afterMs: Milliseconds }
  /** It was not open any more, and let no call of ours through. */
  | { readonly kind: 'taken' }
  | {
      readonly kind: 'let-through';
      /** How long it had been open when it let a call through. */
      readonly afterMs: Range;
      /** Successful calls by which it closed; absent when it did not, however many there were. */
      readonly successes?: Range;
    };

/** Follows an edge from the end of an outage on, until its breaker lets calls through and closes. */
export async function recover(drill: EdgeDrill, opened: Opened): Promise<Recovery> {
  const { halfOpenAfterMs } = drill.policy;
  const deadline = opened.latestMs + halfOpenAfterMs + toleranceOf(halfOpenAfterMs);
  let watched: Watched = { requests: opened.requests, openAtMs: opened.latestMs };
  // One call at once: it must be refused as long as the breaker is open, whatever the control server says.
  for (let last = false; ; last = performance.now() > deadline) {
    const startedAt = performance.now();
    if (await succeeds(drill)) {
      const throughAt = Math.min(performance.now(), watched.notOpenAtMs ?? Number.POSITIVE_INFINITY);
      // However late this machine is, it opened and let through between these.
      const afterMs = { least: watched.openAtMs - opened.latestMs, most: throughAt - opened.earliestMs };
      await untilAllLetThrough(drill, opened);
      const successes = await closing(drill, watched.requests);
      return { kind: 'let-through', afterMs, ...(successes && { successes }) };
    }
    if (last && watched.notOpenAtMs === undefined) return { kind: 'refused-on', afterMs: startedAt - opened.latestMs };
    // Somebody else's trial may be under way, or have failed.
    if (last) return { kind: 'taken' };
    watched = await untilNotOpen(drill, deadline, watched);
  }
}

/** Of several breakers those that opened first close first, and the calls that they let through then close no other. */
async function untilAllLetThrough({ policy, breakers, signal }: EdgeDrill, opened: Opened): Promise<void> {
  const leftMs = opened.latestMs + policy.halfOpenAfterMs - performance.now();
  if (breakers > 1 && leftMs > 0) await pause(leftMs, signal);
}

async function succeeds({ edge, signal }: EdgeDrill): Promise<boolean> {
  return (await callEdge(edge, { limitMs: limitOf(edge), signal })).well;
}

/** What was seen of a breaker while nobody called, in milliseconds as `performance.now()` counts them. */
interface Watched {
  /** How many calls the edge had seen when it was last open: they were refused, so none of them can have closed it. */
  readonly requests: number;
  /** When it was last seen open. */
  readonly openAtMs: Milliseconds;
  /** When it was first seen otherwise. */
  readonly notOpenAtMs?: Milliseconds;
}

/**
 * Waits until the breaker is said to let calls through, or the time is over in which it should; calls nobody meanwhile,
 * since each call would count as failed.
 */
async function untilNotOpen(
  { edge, policy, control, signal }: EdgeDrill,
  deadline: Milliseconds,
  before: Watched,
): Promise<Watched> {
  const everyMs = Math.min(250, Math.max(20, policy.halfOpenAfterMs / 20));
  let watched = before;
  for (;;) {
    const askedAt = performance.now();
    const { breaker, requests } = await runningEdge(control, edge);
    if (breaker !== 'open') return { notOpenAtMs: performance.now(), ...watched };
    // Once it let through, that is when it did, also where a trial of somebody else failed.
    watched = watched.notOpenAtMs === undefined ? { requests, openAtMs: askedAt } : { ...watched, requests };
    if (performance.now() > deadline) return watched;
    await pause(everyMs, signal);
  }
}

/** After one call got through: further ones, until the breaker is closed. `before`: the calls that the edge had seen until then. */
async function closing(drill: EdgeDrill, before: number): Promise<Range | undefined> {
  const { edge, policy, breakers, control, signal } = drill;
  const most = policy.closesAfterSuccesses * breakers + 5;
  const deadline = performance.now() + most * limitOf(edge);
  let successes = 1;
  for (let calls = 1; successes <= most && performance.now() < deadline; calls += 1) {
    const { breaker, requests } = await runningEdge(control, edge);
    const others = Math.max(0, requests - before - calls);
    if (breaker === 'closed' || breaker === 'none')
      return each({ least: successes, most: successes + others }, breakers);
    // A trial of somebody else may be under way, and only one is let through at a time.
    if (await succeeds(drill)) successes += 1;
    else await pause(20, signal);
  }
  return undefined;
}

/** Whether the time that a breaker was open may be the stated one; `unknown` where it was seen too seldom to tell. */
export function openedFor(afterMs: Range, statedMs: Milliseconds): 'held' | 'broken' | 'unknown' {
  const tolerance = toleranceOf(statedMs);
  if (!mayBe({ least: afterMs.least - tolerance, most: afterMs.most + tolerance }, statedMs)) return 'broken';
  return afterMs.most - afterMs.least <= Math.max(2 * tolerance, statedMs / 2) ? 'held' : 'unknown';
}
