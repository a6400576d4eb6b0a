import { type Cost, type Hole, known, type Overview, type UsdPerMonth } from '#model/index';

/** What the rows of the cost table come to. */
export interface MonthlyCost {
  readonly usdPerMonth: UsdPerMonth;
  /** Rows without a known price; the sum is a lower bound while there are any. */
  readonly unpriced: readonly Cost<Hole>[];
}

/** The sum of the cost rows, in whole cents. Rows with a hole for a name count too: a price is a price. */
export function monthlyCost(overview: Pick<Overview<Hole>, 'costs'>): MonthlyCost {
  const cents = overview.costs.reduce((sum, cost) => sum + Math.round((known(cost.usdPerMonth) ?? 0) * 100), 0);
  return { usdPerMonth: cents / 100, unpriced: overview.costs.filter((cost) => known(cost.usdPerMonth) === undefined) };
}
