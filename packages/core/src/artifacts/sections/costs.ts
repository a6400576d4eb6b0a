import { monthlyCost } from '#derive/monthly-cost';
import type { Overview } from '#model/index';
import { type Block, table } from '../print/markdown.ts';
import { usd } from '../print/units.ts';
import type { Chapter } from './chapter.ts';

/** What the system costs a month: each row, their sum, and the total that the overview states. */
export const costs: Chapter = {
  title: 'Costs',
  draws: ['costs/**'],
  blocks: ({ overview }) => [
    ...table(overview.costs, [
      { title: 'What', cell: ({ service }) => service },
      { title: 'Tier', cell: ({ tier }) => tier },
      { title: 'Cost a month', cell: ({ usdPerMonth }) => usdPerMonth && usd(usdPerMonth.value) },
    ]),
    ...sums(overview),
  ],
};

function sums(overview: Overview): readonly Block[] {
  const stated = overview.costTotalUsdPerMonth;
  const { usdPerMonth, unpriced } = monthlyCost(overview);
  return [
    ...(overview.costs.length === 0 ? [] : [`The rows come to ${usd(usdPerMonth)} a month.`]),
    ...(unpriced.length === 0
      ? []
      : [`Without a price: ${unpriced.length} of ${overview.costs.length}, so this is the least it costs.`]),
    ...(stated === undefined ? [] : [`The overview states ${usd(stated.value)} a month.`]),
  ];
}
