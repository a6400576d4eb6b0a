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

/** What calls have taken of an error budget, weighted by requests: a busy minute counts for more than a calm one. */
export interface BudgetUse {
  readonly requests: number;
  readonly bad: number;
  /** How many of the requests may be bad; fractions count. */
  readonly allowed: number;
  /** bad ÷ allowed: 0 is untouched, 1 is all of it; infinite where nothing may fail and something did. */
  readonly used: number;
  /** Whether more was bad than the objective allows. */
  readonly isSpent: boolean;
}

/** Reckons an error budget from what was counted (SRE workbook, "Implementing SLOs"). */
export function budgetUse(objective: Ratio, { good, bad }: { readonly good: number; readonly bad: number }): BudgetUse {
  const requests = good + bad;
  // Twelve digits take off the dust of binary fractions, by which 1 of 10 would be more than the 10 % that may fail.
  const allowed = Number((errorBudget(objective) * requests).toPrecision(12));
  const isSpent = bad > allowed;
  return { requests, bad, allowed, used: bad === 0 ? 0 : bad / allowed, isSpent };
}
