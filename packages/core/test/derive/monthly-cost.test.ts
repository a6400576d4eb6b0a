import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthlyCost } from '../../src/derive/monthly-cost.ts';
import type { PricePerMonth } from '../../src/model/index.ts';
import { read } from '../../src/overview/index.ts';

const costOf = (...rows: string[]): ReturnType<typeof monthlyCost> =>
  monthlyCost(read(`## Cost Notes\n\n| Service | Tier | Cost |\n|---|---|---|\n${rows.join('\n')}\n`).overview);

const dollars = (amount: number): PricePerMonth => ({ amount, currency: 'USD' });

describe('the monthly cost', () => {
  it('is the sum of the rows, the total left out', () => {
    expect(costOf('| API | x | $40 |', '| Database | x | $25 |', '| **Total** | | ~$99 |').sums).toEqual([dollars(65)]);
  });

  it('counts a row whose name is still open: its price is known', () => {
    expect(costOf('| [Service] | x | $10 |')).toEqual({ sums: [dollars(10)], unpriced: [] });
  });

  it('adds up each currency by itself', () => {
    expect(costOf('| API | x | €40 |', '| Database | x | $25 |', '| CDN | x | 2.50 EUR |').sums).toEqual([
      { amount: 42.5, currency: 'EUR' },
      dollars(25),
    ]);
  });

  it('names the rows without a price', () => {
    const { sums, unpriced } = costOf('| API | x | $40 |', '| Queue | x | [price] |', '| Mail | x | |');
    expect(sums).toEqual([dollars(40)]);
    expect(unpriced.map(({ service }) => service.value)).toEqual(['Queue', 'Mail']);
  });

  it('is exact to the cent, whatever the prices', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 50 }), (cents) => {
        const rows = cents.map((price, index) => `| S${index} | x | $${(price / 100).toFixed(2)} |`);
        expect(costOf(...rows).sums).toEqual([dollars(cents.reduce((sum, price) => sum + price, 0) / 100)]);
      }),
      { numRuns: 30 },
    );
  });
});
