import { deadlineAfter, deadlineWithin, isExpired, noDeadline, remainingMs } from '@asbuilt/core/mechanisms';
import { expect, test } from 'vitest';

test('a call that may take 30 s is given up 30 s after it began, not a millisecond before', () => {
  const deadline = deadlineAfter(30_000, 1000);
  expect(isExpired(deadline, 30_999)).toBe(false);
  expect(isExpired(deadline, 31_000)).toBe(true);
});

test('what remains runs down to 0 and stays there', () => {
  const deadline = deadlineAfter(100, 0);
  expect([0, 40, 100, 500].map((now) => remainingMs(deadline, now))).toEqual([100, 60, 0, 0]);
});

test('without a timeout there is no deadline', () => {
  expect(deadlineAfter(undefined, 5)).toBe(noDeadline);
  expect(isExpired(noDeadline, Number.MAX_SAFE_INTEGER)).toBe(false);
});

test('a call within a call never outlives its caller, whatever its own timeout', () => {
  const callers = deadlineAfter(30_000, 0);
  expect(deadlineWithin(callers, 10_000, 5000)).toBe(15_000);
  expect(deadlineWithin(callers, 10_000, 25_000)).toBe(30_000);
  expect(deadlineWithin(callers, undefined, 25_000)).toBe(30_000);
  expect(deadlineWithin(noDeadline, 10, 0)).toBe(10);
});
