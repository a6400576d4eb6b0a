import { RetryBudget } from '@asbuilt/core/mechanisms';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

const spend = (budget: RetryBudget, times: number, calls: number, now: number): number =>
  Array.from({ length: times }, () => budget.spend(calls, now)).filter((isPaid) => isPaid).length;

test('what is saved up pays for a hundred retries at once, and no more', () => {
  expect(spend(new RetryBudget(), 300, 0, 1e12)).toBe(100);
});

test('then ten a second are free', () => {
  const budget = new RetryBudget();
  spend(budget, 300, 0, 0);
  expect(spend(budget, 300, 0, 1000)).toBe(10);
  expect(spend(budget, 300, 0, 60_000)).toBe(100);
});

test('and each call pays for a fifth of one', () => {
  const budget = new RetryBudget();
  spend(budget, 300, 0, 0);
  expect(spend(budget, 300, 50, 0)).toBe(10);
  expect(spend(budget, 300, 54, 0)).toBe(0);
  expect(spend(budget, 300, 55, 0)).toBe(1);
});

test('over any time there are no more retries than were free, saved up and paid for', () => {
  const step = fc.record({ calls: fc.nat({ max: 50 }), passMs: fc.nat({ max: 500 }), wanted: fc.nat({ max: 60 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const budget = new RetryBudget();
      let calls = 0;
      let now = 1.7e12;
      let paid = 0;
      for (const { calls: more, passMs, wanted } of steps) {
        calls += more;
        now += passMs;
        paid += spend(budget, wanted, calls, now);
      }
      expect(paid).toBeLessThanOrEqual(100 + 0.2 * calls + (now - 1.7e12) / 100 + 1e-6);
    }),
  );
});
