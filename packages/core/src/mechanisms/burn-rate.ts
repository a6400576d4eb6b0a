import type { Milliseconds, Ratio } from '#model/index';

/** A pair of windows, and the rate in both at which somebody should know. */
export interface BurnWindows {
  /** How many times faster than the budget allows. */
  readonly factor: number;
  readonly longMs: Milliseconds;
  /** Whether it still goes on. */
  readonly shortMs: Milliseconds;
}

/** How fast an error budget is spent in a pair of windows: 1 spends all of it in the period, no more and no less. */
export interface Burn<Windows extends BurnWindows> {
  readonly windows: Windows;
  readonly long: number;
  readonly short: number;
  /** Above the factor in both windows. */
  readonly fires: boolean;
}

/** Calls of a service in the time up to now. */
export type CallsIn = (windowMs: Milliseconds) => { readonly good: number; readonly bad: number };

/**
 * How fast calls spend an error budget: the share that is bad divided by the share that may be. 0 where there were no calls
 * or none was bad, infinite where nothing may be bad and something was.
 */
export function burnRate(objective: Ratio, { good, bad }: ReturnType<CallsIn>): number {
  if (bad === 0) return 0;
  // Twelve digits take off the dust of binary fractions, by which 1 - 0.9 is less than 0.1.
  return Number((bad / (good + bad) / (1 - objective)).toPrecision(12));
}

/**
 * The state of each pair of windows (SRE workbook, ch. 5, "Multiwindow, Multi-Burn-Rate Alerts"): one fires when the budget
 * burned faster than its factor over the long window, and still does over the short one.
 */
export function burns<Windows extends BurnWindows>(
  objective: Ratio,
  pairs: readonly Windows[],
  callsIn: CallsIn,
): readonly Burn<Windows>[] {
  return pairs.map((windows) => {
    const long = burnRate(objective, callsIn(windows.longMs));
    const short = burnRate(objective, callsIn(windows.shortMs));
    return { windows, long, short, fires: long > windows.factor && short > windows.factor };
  });
}
