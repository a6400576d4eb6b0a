import type { Milliseconds } from '@asbuilt/core/model';
import { each, mayBe, type Range } from '../range.ts';
import { marginOf, pause } from '../time.ts';
import { callEdge } from './call-edge.ts';
import { type EdgeDrill, type Opened, runningEdge } from './open-breaker.ts';
import { limitOf, recoversWithinMs } from './steady-state.ts';

/** What a breaker did once its callee was well again. */
export type Recovery =
  | { readonly kind: 'refused-on'; readonly afterMs: Milliseconds }
  | {
      readonly kind: 'let-through';
      /** How long it had been open when it let a call through. */
      readonly afterMs: Range;
      /** Successful calls by which it closed; absent when it did not, however many there were. */
      readonly successes?: Range;
    };

/** Follows an edge from the end of an outage on, until its breaker lets calls through and closes. */
export async function recover(drill: EdgeDrill, opened: Opened): Promise<Recovery> {
  const deadline = opened.latestMs + recoversWithinMs(drill.edge);
  // The calls of others by the time that it was last seen open: they were refused, so none of them can have closed it.
  let requests = opened.requests;
  // One call at once: it must be refused as long as the breaker is open, whatever the control server says.
  for (let last = false; ; last = performance.now() > deadline) {
    const startedAt = performance.now();
    if (await succeeds(drill)) {
      const afterMs = { least: startedAt - opened.latestMs, most: startedAt - opened.earliestMs };
      await untilAllLetThrough(drill, opened);
      const successes = await closing(drill, requests);
      return { kind: 'let-through', afterMs, ...(successes && { successes }) };
    }
    if (last) return { kind: 'refused-on', afterMs: startedAt - opened.latestMs };
    requests = await untilNotOpen(drill, deadline);
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

/**
 * Waits until the breaker is said to let calls through, or the time is over in which it should; calls nobody meanwhile,
 * since each call would count as failed. Answers how many calls the edge had seen when the breaker was last open.
 */
async function untilNotOpen({ edge, policy, control, signal }: EdgeDrill, deadline: Milliseconds): Promise<number> {
  const everyMs = Math.min(250, Math.max(20, policy.halfOpenAfterMs / 20));
  let seen = await runningEdge(control, edge);
  let { requests } = seen;
  while (seen.breaker === 'open' && performance.now() <= deadline) {
    ({ requests } = seen);
    await pause(everyMs, signal);
    seen = await runningEdge(control, edge);
  }
  return requests;
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

/** Whether the time that a breaker was open may be the stated one. */
export function openedFor(afterMs: Range, statedMs: Milliseconds): boolean {
  const marginMs = marginOf(statedMs);
  return mayBe({ least: afterMs.least - marginMs, most: afterMs.most + marginMs }, statedMs);
}
