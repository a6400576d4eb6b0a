import type { Cost, Hole, Overview, PricePerMonth } from '#model/index';
import { priceOf } from './price.ts';

/** What the rows of the cost table come to. */
export interface MonthlyCost {
  /** One sum for each currency, in the order in which the rows name them: nothing is converted. */
  readonly sums: readonly PricePerMonth[];
  /** Rows without a known price; the sums are lower bounds while there are any. */
  readonly unpriced: readonly Cost<Hole>[];
}

/** The sums of the cost rows, in whole cents. Rows with a hole for a name count too: a price is a price. */
export function monthlyCost({ costs }: Pick<Overview<Hole>, 'costs'>): MonthlyCost {
  const cents = new Map<string, number>();
  for (const cost of costs) {
    const price = priceOf(cost)?.price;
    if (price !== undefined)
      cents.set(price.currency, (cents.get(price.currency) ?? 0) + Math.round(price.amount * 100));
  }
  return {
    sums: [...cents].map(([currency, sum]) => ({ currency, amount: sum / 100 })),
    unpriced: costs.filter((cost) => priceOf(cost) === undefined),
  };
}
