import type { MinutesPerMonth, Ratio } from '#model/index';

/** A month of 30 days, as the SRE workbook counts error budgets. */
export const minutesPerMonth: MinutesPerMonth = 30 * 24 * 60;

/** The share that may fail: 1 − objective. 0.999 leaves 0.001. */
export function errorBudget(objective: Ratio): Ratio {
  return 1 - objective;
}

/** The error budget in minutes of a 30-day month: 0.999 leaves 43.2. */
export function errorBudgetMinutes(objective: Ratio): MinutesPerMonth {
  return errorBudget(objective) * minutesPerMonth;
}
