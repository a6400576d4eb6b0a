import type { Milliseconds } from '#model/index';

/** The least that is asked of somebody who sends or reads. */
export interface LeastRate {
  /** Over how long it is looked at: so long one may send or read nothing at all. */
  readonly graceMs: Milliseconds;
  /** What one must come to on the average. */
  readonly bytesPerSecond: number;
}

/**
 * How somebody keeps pace who was waited for so long, and sent or read so much meanwhile. After `kept` the counting begins
 * anew: who was fast once has no credit to be slow for hours.
 */
export function paceOf(
  { graceMs, bytesPerSecond }: LeastRate,
  waitedMs: Milliseconds,
  bytes: number,
): 'too-early' | 'kept' | 'too-slow' {
  if (waitedMs < graceMs) return 'too-early';
  return bytes * 1000 >= bytesPerSecond * waitedMs ? 'kept' : 'too-slow';
}
