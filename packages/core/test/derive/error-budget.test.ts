import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetUse, errorBudget, errorBudgetMinutes, minutesPerMonth } from '../../src/derive/error-budget.ts';

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

describe('the use of an error budget', () => {
  it.each([
    { objective: 0.999, good: 1000, bad: 0, used: 0, isSpent: false },
    { objective: 0.999, good: 999, bad: 1, used: 1, isSpent: false },
    { objective: 0.999, good: 998, bad: 2, used: 2, isSpent: true },
    { objective: 0.9, good: 9, bad: 1, used: 1, isSpent: false },
    { objective: 0.7, good: 7, bad: 3, used: 1, isSpent: false },
    { objective: 0.995, good: 12_265, bad: 80, used: 1.296, isSpent: true },
    { objective: 1, good: 5, bad: 0, used: 0, isSpent: false },
    { objective: 1, good: 5, bad: 1, used: Number.POSITIVE_INFINITY, isSpent: true },
    { objective: 0.99, good: 0, bad: 0, used: 0, isSpent: false },
    { objective: 0, good: 0, bad: 8, used: 1, isSpent: false },
  ])('of $objective with $good good and $bad bad requests is $used', ({ objective, good, bad, used, isSpent }) => {
    const use = budgetUse(objective, { good, bad });
    expect(use).toMatchObject({ requests: good + bad, bad, isSpent });
    expect(use.used).toBeCloseTo(used, 3);
  });

  it('is beyond one exactly when fewer requests were good than the objective wants', () => {
    const objectives = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(objectives, fc.nat(1e6), fc.nat(1e6), (thousandths, good, bad) => {
        const { isSpent, used } = budgetUse(thousandths / 100_000, { good, bad });
        // In whole numbers, where nothing is rounded.
        expect(isSpent).toBe(good * 100_000 < thousandths * (good + bad));
        expect(used > 1).toBe(isSpent);
      }),
    );
  });
});
