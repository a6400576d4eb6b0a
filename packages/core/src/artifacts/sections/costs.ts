import { monthlyCost } from '#derive/monthly-cost';
import { priceOf, pricesText, priceText, statedTotal } from '#derive/price';
import type { Cost, Overview } from '#model/index';
import { type Block, table } from '../print/markdown.ts';
import type { Chapter } from './chapter.ts';

/** What the system costs a month: each row, their sum, and the total that the overview states. */
export const costs: Chapter = {
  title: 'Costs',
  draws: ['costs/**'],
  blocks: ({ overview }) => [
    ...table(overview.costs, [
      { title: 'What', cell: ({ service }) => service },
      { title: 'Tier', cell: ({ tier }) => tier },
      { title: 'Cost a month', cell: costText },
    ]),
    ...sums(overview),
  ],
};

/** `$40`, as a row of the cost table says it. */
export function costText(cost: Cost): string | undefined {
  const said = priceOf(cost);
  return said && priceText(said.price);
}

function sums(overview: Overview): readonly Block[] {
  const stated = statedTotal(overview);
  const { sums: prices, unpriced } = monthlyCost(overview);
  return [
    ...(overview.costs.length === 0 ? [] : [`The rows come to ${pricesText(prices)} a month.`]),
    ...(unpriced.length === 0
      ? []
      : [`Without a price: ${unpriced.length} of ${overview.costs.length}, so this is the least it costs.`]),
    ...(stated === undefined ? [] : [`The overview states ${priceText(stated.price)} a month.`]),
  ];
}
