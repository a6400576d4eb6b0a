import type { Milliseconds } from '@asbuilt/core/model';

/** A difference to the wall clock above this means that the machine slept or its clock was set. */
const jumpMs: Milliseconds = 1000;

/**
 * A clock that counts milliseconds since the Unix epoch with fractions, and never runs backwards:
 * steady like `performance.now()`, but it follows the wall clock over a sleep of the machine.
 */
export function systemClock(): () => Milliseconds {
  let offsetMs = Date.now() - performance.now();
  return () => {
    const steadyMs = performance.now() + offsetMs;
    const aheadMs = Date.now() - steadyMs;
    if (aheadMs < jumpMs) return steadyMs;
    offsetMs += aheadMs;
    return steadyMs + aheadMs;
  };
}
