import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burnRates } from '#derive/burn-rate';

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];

describe('burn rates to warn of', () => {
  it('are those of the SRE workbook for 30 days', () => {
    expect(burnRates(30 * dayMs)).toEqual([
      { severity: 'page', budgetShare: 0.02, factor: 14.4, longMs: hourMs, shortMs: 5 * minuteMs },
      { severity: 'page', budgetShare: 0.05, factor: 6, longMs: 6 * hourMs, shortMs: 30 * minuteMs },
      { severity: 'ticket', budgetShare: 0.1, factor: 3, longMs: dayMs, shortMs: 2 * hourMs },
      { severity: 'ticket', budgetShare: 0.1, factor: 1, longMs: 3 * dayMs, shortMs: 6 * hourMs },
    ]);
  });

  it('have windows in proportion for a week', () => {
    expect(burnRates(7 * dayMs).map(({ longMs, shortMs }) => [longMs / minuteMs, shortMs / minuteMs])).toEqual([
      [14, 2],
      [84, 7],
      [336, 28],
      [1008, 84],
    ]);
  });

  it('spend the same share of the budget in their window whatever the period is', () => {
    assert(
      property(integer({ min: 1, max: 365 }), (days) => {
        for (const { budgetShare, factor, longMs, shortMs } of burnRates(days * dayMs)) {
          expect((factor * longMs) / (days * dayMs)).toBeCloseTo(budgetShare, 12);
          expect(shortMs).toBeLessThan(longMs);
          expect(longMs % minuteMs).toBe(0);
        }
      }),
    );
  });
});
