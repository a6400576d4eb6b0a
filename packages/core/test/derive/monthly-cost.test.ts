import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthlyCost } from '../../src/derive/monthly-cost.ts';
import { read } from '../../src/overview/index.ts';

const costOf = (...rows: string[]): ReturnType<typeof monthlyCost> =>
  monthlyCost(read(`## Cost Notes\n\n| Service | Tier | Cost |\n|---|---|---|\n${rows.join('\n')}\n`).overview);

describe('the monthly cost', () => {
  it('is the sum of the rows, the total left out', () => {
    expect(costOf('| API | x | $40 |', '| Database | x | $25 |', '| **Total** | | ~$99 |').usdPerMonth).toBe(65);
  });

  it('counts a row whose name is still open: its price is known', () => {
    expect(costOf('| [Service] | x | $10 |')).toEqual({ usdPerMonth: 10, unpriced: [] });
  });

  it('names the rows without a price', () => {
    const { usdPerMonth, unpriced } = costOf('| API | x | $40 |', '| Queue | x | [price] |', '| Mail | x | |');
    expect(usdPerMonth).toBe(40);
    expect(unpriced.map(({ service }) => service.value)).toEqual(['Queue', 'Mail']);
  });

  it('is exact to the cent, whatever the prices', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 50 }), (cents) => {
        const rows = cents.map((price, index) => `| S${index} | x | $${(price / 100).toFixed(2)} |`);
        expect(costOf(...rows).usdPerMonth).toBe(cents.reduce((sum, price) => sum + price, 0) / 100);
      }),
      { numRuns: 30 },
    );
  });
});
