import { KeyLease } from '@asbuilt/core/mechanisms';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

const times = { freshMs: 600_000, lastMs: 3_600_000, pauseMs: 10_000 };

test('there are no good keys before there are any', () => {
  const lease = new KeyLease(times);
  expect([lease.isGood(0), lease.isStale(0), lease.attempt(0)]).toEqual([false, true, true]);
});

test('known keys are good as long as stated while no new ones are to be had', () => {
  const lease = new KeyLease(times);
  lease.renew(1e12);
  expect([lease.isStale(1e12 + 599_999), lease.isStale(1e12 + 600_000)]).toEqual([false, true]);
  expect([lease.isGood(1e12 + 4_199_999), lease.isGood(1e12 + 4_200_000)]).toEqual([true, false]);
});

test('however often keys are wanted, the issuer is asked once in a pause', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 300 }), (gapsMs) => {
      const lease = new KeyLease(times);
      const attempts: number[] = [];
      let now = 1e12;
      for (const gapMs of gapsMs) {
        now += gapMs;
        const waitMs = lease.waitMs(now);
        const mayAsk = lease.attempt(now);
        expect(mayAsk).toBe(waitMs === 0);
        if (mayAsk) attempts.push(now);
      }
      for (const [index, at] of attempts.entries())
        expect(at - (attempts[index - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(times.pauseMs);
    }),
  );
});
