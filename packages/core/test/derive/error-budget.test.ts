import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorBudget, errorBudgetMinutes, minutesPerMonth } from '../../src/derive/error-budget.ts';

describe('an error budget', () => {
  it.each([
    [0.999, 43.2],
    [0.995, 216],
    [0.9995, 21.6],
    [0.9999, 4.32],
    [1, 0],
    [0, 43_200],
  ])('of %d is %d minutes of a month of 30 days', (objective, minutes) => {
    expect(errorBudgetMinutes(objective)).toBeCloseTo(minutes, 9);
  });

  it('and its objective are one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (objective) => {
        expect(errorBudget(objective) + objective).toBeCloseTo(1, 12);
        expect(errorBudgetMinutes(objective) / minutesPerMonth).toBeCloseTo(errorBudget(objective), 12);
      }),
    );
  });
});
