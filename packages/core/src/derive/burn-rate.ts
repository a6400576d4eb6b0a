import type { Milliseconds, Ratio } from '#model/index';

/** When an error budget is spent so fast that somebody should know. */
export interface BurnRate {
  /** `page`: at once. `ticket`: on the next working day. */
  readonly severity: 'page' | 'ticket';
  /** The share of the budget that is spent in the long window at this rate. */
  readonly budgetShare: Ratio;
  /** How many times faster than the budget allows. */
  readonly factor: number;
  readonly longMs: Milliseconds;
  /** A twelfth of it: whether it still goes on. */
  readonly shortMs: Milliseconds;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** The period that the windows below are made for. */
const usualPeriodMs = 30 * dayMs;
/** A shorter window holds too few scrapes to say a rate. */
const shortestMs = 2 * minuteMs;

/** What the SRE workbook recommends for 30 days (ch. 5, "Multiwindow, Multi-Burn-Rate Alerts", table 5-8, and its 1-day window). */
const usual = [
  { severity: 'page', budgetShare: 0.02, longMs: hourMs },
  { severity: 'page', budgetShare: 0.05, longMs: 6 * hourMs },
  { severity: 'ticket', budgetShare: 0.1, longMs: dayMs },
  { severity: 'ticket', budgetShare: 0.1, longMs: 3 * dayMs },
] as const;

/**
 * The burn rates to warn of for objectives over any period: windows as long in proportion to it as the workbook's are to
 * 30 days, in whole minutes, and factors by which each window spends its share. For 30 days: 14.4, 6, 3 and 1.
 */
export function burnRates(periodMs: Milliseconds): readonly BurnRate[] {
  return usual.map(({ severity, budgetShare, longMs: usualMs }) => {
    const longMs = Math.max(5 * shortestMs, wholeMinutes((usualMs * periodMs) / usualPeriodMs));
    const shortMs = Math.max(shortestMs, wholeMinutes(longMs / 12));
    return { severity, budgetShare, factor: (budgetShare * periodMs) / longMs, longMs, shortMs };
  });
}

function wholeMinutes(ms: Milliseconds): Milliseconds {
  return Math.round(ms / minuteMs) * minuteMs;
}
