import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burnRates } from '#derive/burn-rate';
import { burnRate, burns } from '#mechanisms/burn-rate';

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];
const rates = burnRates(30 * dayMs);

/** One call in a hundred is bad in the windows that are named, and none in the others. */
function badIn(share: number, ...windows: readonly number[]) {
  return (windowMs: number) =>
    windows.includes(windowMs) ? { good: 10_000 - share, bad: share } : { good: 10_000, bad: 0 };
}

describe('how fast a budget burns', () => {
  it.each([
    [0.999, { good: 999, bad: 1 }, 1],
    [0.999, { good: 9_856, bad: 144 }, 14.4],
    [0.99, { good: 94, bad: 6 }, 6],
    [0.9, { good: 9, bad: 1 }, 1],
    [0.999, { good: 0, bad: 5 }, 1000],
    [0.999, { good: 5, bad: 0 }, 0],
    [0.999, { good: 0, bad: 0 }, 0],
    [1, { good: 5, bad: 0 }, 0],
    [1, { good: 999, bad: 1 }, Number.POSITIVE_INFINITY],
  ])('of %d with %o is %d', (objective, calls, rate) => {
    expect(burnRate(objective, calls)).toBe(rate);
  });
});

describe('the pairs of windows of the SRE workbook', () => {
  const page = [hourMs, 5 * minuteMs];

  it('fire above their factor, and not at it', () => {
    expect(burns(0.999, rates, badIn(144, ...page)).map(({ fires }) => fires)).toEqual([false, false, false, false]);
    expect(burns(0.999, rates, badIn(145, ...page)).map(({ fires }) => fires)).toEqual([true, false, false, false]);
  });

  it('say how fast it was in each window', () => {
    expect(burns(0.999, rates, badIn(145, ...page))[0]).toEqual({
      windows: { severity: 'page', budgetShare: 0.02, factor: 14.4, longMs: hourMs, shortMs: 5 * minuteMs },
      long: 14.5,
      short: 14.5,
      fires: true,
    });
  });

  it.each([
    [61, 1, [6 * hourMs, 30 * minuteMs]],
    [31, 2, [dayMs, 2 * hourMs]],
    [11, 3, [3 * dayMs, 6 * hourMs]],
  ])('%d of 10,000 fire the pair %d', (share, pair, windows) => {
    expect(burns(0.999, rates, badIn(share, ...windows)).findIndex(({ fires }) => fires)).toBe(pair);
    expect(burns(0.999, rates, badIn(share - 1, ...windows)).some(({ fires }) => fires)).toBe(false);
  });

  it('neither fire before it has gone on long enough, nor once it is over', () => {
    expect(burns(0.999, rates, badIn(9_000, 5 * minuteMs)).some(({ fires }) => fires)).toBe(false);
    expect(burns(0.999, rates, badIn(9_000, hourMs)).some(({ fires }) => fires)).toBe(false);
  });

  it('fire for more calls that are bad whenever they fire for fewer', () => {
    assert(
      property(constantFrom(0.9, 0.99, 0.999, 0.9999), integer({ min: 0, max: 9_999 }), (objective, bad) => {
        const firing = (count: number) =>
          burns(objective, rates, () => ({ good: 10_000 - count, bad: count })).map(({ fires }) => Number(fires));
        const more = firing(bad + 1);
        for (const [index, fires] of firing(bad).entries()) expect(more[index]).toBeGreaterThanOrEqual(fires);
      }),
    );
  });
});
