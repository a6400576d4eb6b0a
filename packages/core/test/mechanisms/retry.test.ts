import { type FailedCall, isIdempotent, mayRetry, pauseBeforeRetryMs } from '@asbuilt/core/mechanisms';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

const policy = { retries: 2, baseMs: 100, capMs: 1000 };
const failed: FailedCall = { method: 'GET', hasBody: false, answerBegun: false, retries: 0 };

test('a call is tried again as often as the policy says, and no more', () => {
  expect([0, 1, 2].map((retries) => mayRetry(policy, { ...failed, retries }))).toEqual([true, true, false]);
});

test('only calls that may be made twice are tried again', () => {
  const methods = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'POST', 'PATCH', 'CONNECT', 'get'];
  expect(methods.filter(isIdempotent)).toEqual(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);
  expect(mayRetry(policy, { ...failed, method: 'POST' })).toBe(false);
});

test('a call is not tried again once its body was sent or its answer has begun', () => {
  expect(mayRetry(policy, { ...failed, method: 'PUT', hasBody: true })).toBe(false);
  expect(mayRetry(policy, { ...failed, answerBegun: true })).toBe(false);
});

test('the longest pause doubles with each retry up to the cap', () => {
  const almostOne = 1 - Number.EPSILON;
  const pauses = [1, 2, 3, 4, 5, 6].map((retry) => Math.round(pauseBeforeRetryMs(policy, retry, almostOne)));
  expect(pauses).toEqual([100, 200, 400, 800, 1000, 1000]);
});

test('the pause is spread evenly from nothing to its bound', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (retry, random) => {
        const pause = pauseBeforeRetryMs(policy, retry, random);
        expect(pause).toBeGreaterThanOrEqual(0);
        expect(pause).toBeLessThanOrEqual(policy.capMs);
        expect(pause).toBeCloseTo(random * pauseBeforeRetryMs(policy, retry, 1), 6);
      },
    ),
  );
});
