import type { BreakerPolicy, Ratio } from '#model/index';

/** A load on a breaker: `rps` calls a second, of which `failing` fail at random. */
export interface FailingLoad {
  readonly requestsPerSecond: number;
  /** More than 0, less than 1. */
  readonly failing: Ratio;
}

/**
 * Calls until so many failures come in a row, on average: (p⁻ⁿ − 1) ÷ (1 − p), the waiting time for a run of n
 * (Feller, *An Introduction to Probability Theory and Its Applications*, vol. 1, XIII.7).
 */
export function callsToTrip(failing: Ratio, failures: number): number {
  return (failing ** -failures - 1) / (1 - failing);
}

/**
 * The share of calls that succeed through a breaker while its callee fails in part. One cycle is closed until it trips,
 * then open, with a trial after each pause until one succeeds: E[N]/λ + (T + 1/λ)/(1 − p).
 */
export function breakerThroughput(
  { opensAfterFailures, halfOpenAfterMs }: Pick<BreakerPolicy, 'opensAfterFailures' | 'halfOpenAfterMs'>,
  { requestsPerSecond, failing }: FailingLoad,
): Ratio {
  const closedCalls = callsToTrip(failing, opensAfterFailures);
  // So rare a trip that the number of calls before it is beyond all numbers.
  if (!Number.isFinite(closedCalls)) return 1 - failing;
  const openSeconds = (halfOpenAfterMs / 1000 + 1 / requestsPerSecond) / (1 - failing);
  const cycleSeconds = closedCalls / requestsPerSecond + openSeconds;
  return (closedCalls * (1 - failing) + 1) / (requestsPerSecond * cycleSeconds);
}
