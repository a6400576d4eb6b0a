import type { Milliseconds } from '#model/index';

/** The least that is asked of somebody who sends or reads (as Apache's mod_reqtimeout has it). */
export interface LeastRate {
  /** How long one may be waited for in any case. */
  readonly graceMs: Milliseconds;
  /** What one must come to on the average, for each second that one is waited for after that. */
  readonly bytesPerSecond: number;
}

/** Whether somebody is too slow who was waited for so long altogether, and sent or read so much meanwhile. */
export function isTooSlow({ graceMs, bytesPerSecond }: LeastRate, waitedMs: Milliseconds, bytes: number): boolean {
  return waitedMs > graceMs + (bytes / bytesPerSecond) * 1000;
}
