import type { Milliseconds } from '@asbuilt/core/model';
import { mayBe, type Range } from '../range.ts';
import { marginOf, pause } from '../time.ts';
import { callEdge, type EdgeAnswer } from './call-edge.ts';
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
  const { edge } = drill;
  const deadline = opened.latestMs + recoversWithinMs(edge);
  const calls = countedCalls(drill);
  // One call at once: it must be refused as long as the breaker is open, whatever the control server says.
  for (let last = false; ; last = performance.now() > deadline) {
    const startedAt = performance.now();
    const { well } = await calls.make();
    if (well) {
      const afterMs = { least: startedAt - opened.latestMs, most: performance.now() - opened.earliestMs };
      const successes = await closing(drill, calls, opened);
      return { kind: 'let-through', afterMs, ...(successes && { successes }) };
    }
    if (last) return { kind: 'refused-on', afterMs: startedAt - opened.latestMs };
    await untilNotOpen(drill, deadline);
  }
}

/** Waits until the breaker is said to let calls through, or the time is over in which it should. Calls none meanwhile: each would count as failed. */
async function untilNotOpen({ edge, policy, control, signal }: EdgeDrill, deadline: Milliseconds): Promise<void> {
  const everyMs = Math.min(250, Math.max(20, policy.halfOpenAfterMs / 20));
  do {
    await pause(everyMs, signal);
  } while (performance.now() <= deadline && (await runningEdge(control, edge)).breaker === 'open');
}

/** After one call got through: further ones, until the breaker is closed. */
async function closing(
  { edge, policy, control, signal }: EdgeDrill,
  calls: CountedCalls,
  { requests: before }: Opened,
): Promise<Range | undefined> {
  const most = policy.closesAfterSuccesses + 5;
  const deadline = performance.now() + most * limitOf(edge);
  for (let successes = 1; successes <= most && performance.now() < deadline; ) {
    const { breaker, requests } = await runningEdge(control, edge);
    const others = Math.max(0, requests - before - calls.made());
    if (breaker === 'closed' || breaker === 'none') return { least: successes, most: successes + others };
    // A trial of somebody else may be under way, and only one is let through at a time.
    if ((await calls.make()).well) successes += 1;
    else await pause(20, signal);
  }
  return undefined;
}

interface CountedCalls {
  readonly make: () => Promise<EdgeAnswer>;
  readonly made: () => number;
}

function countedCalls({ edge, signal }: EdgeDrill): CountedCalls {
  let made = 0;
  return {
    make: () => {
      made += 1;
      return callEdge(edge, { limitMs: limitOf(edge), signal });
    },
    made: () => made,
  };
}

/** Whether the time that a breaker was open may be the stated one. */
export function openedFor(afterMs: Range, statedMs: Milliseconds): boolean {
  const marginMs = marginOf(statedMs);
  return mayBe({ least: afterMs.least - marginMs, most: afterMs.most + marginMs }, statedMs);
}
