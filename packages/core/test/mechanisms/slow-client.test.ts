import { paceOf } from '@asbuilt/core/mechanisms';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

const rate = { graceMs: 10_000, bytesPerSecond: 500 };

test('who sends nothing is waited for as long as the grace', () => {
  expect([paceOf(rate, 9999, 0), paceOf(rate, 10_000, 0)]).toEqual(['too-early', 'too-slow']);
});

test('who sends what is asked keeps pace, and who sends a byte less does not', () => {
  expect([paceOf(rate, 10_000, 5000), paceOf(rate, 10_000, 4999), paceOf(rate, 12_000, 6000)]).toEqual([
    'kept',
    'too-slow',
    'kept',
  ]);
});

test('whatever was sent before, who stops is noticed within twice the grace', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { maxLength: 50 }), (seconds) => {
      let [waitedMs, bytes] = [0, 0];
      const look = (sent: number): boolean => {
        waitedMs += 1000;
        bytes += sent;
        const pace = paceOf(rate, waitedMs, bytes);
        if (pace === 'kept') [waitedMs, bytes] = [0, 0];
        return pace === 'too-slow';
      };
      if (seconds.some(look)) return;
      expect(Array.from({ length: 20 }, () => look(0))).toContain(true);
    }),
  );
});
