import type { Milliseconds } from '@asbuilt/core/model';

/** A difference to the wall clock above this means that the machine slept or its clock was set. */
const jumpMs: Milliseconds = 1000;
/** How often the wall clock is looked at: calls ask for the time many times over. */
const lookEveryMs: Milliseconds = 50;

/**
 * A clock that counts milliseconds since the Unix epoch with fractions, and never runs backwards:
 * steady like `performance.now()`, but it follows the wall clock over a sleep of the machine, within 50 ms of being awake.
 */
export function systemClock(): () => Milliseconds {
  let offsetMs = Date.now() - performance.now();
  let lookAtMs: Milliseconds = 0;
  return () => {
    const sinceStartMs = performance.now();
    const steadyMs = sinceStartMs + offsetMs;
    if (sinceStartMs < lookAtMs) return steadyMs;
    lookAtMs = sinceStartMs + lookEveryMs;
    const aheadMs = Date.now() - steadyMs;
    if (aheadMs < jumpMs) return steadyMs;
    offsetMs += aheadMs;
    return steadyMs + aheadMs;
  };
}
