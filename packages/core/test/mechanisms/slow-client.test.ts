import { isTooSlow } from '@asbuilt/core/mechanisms';
import { expect, test } from 'vitest';

const rate = { graceMs: 10_000, bytesPerSecond: 500 };

test('who sends nothing is waited for as long as the grace', () => {
  expect([isTooSlow(rate, 10_000, 0), isTooSlow(rate, 10_001, 0)]).toEqual([false, true]);
});

test('who sends gets a second for as many bytes as are asked of one', () => {
  expect([isTooSlow(rate, 14_000, 2000), isTooSlow(rate, 14_001, 2000)]).toEqual([false, true]);
});
