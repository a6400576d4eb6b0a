import { freshnessAt, type KeepingTimes, shortened, usefulForMs } from '@asbuilt/core/mechanisms';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

const times: KeepingTimes = { freshMs: 1000, staleWhileRenewedMs: 200, staleOnErrorMs: 5000 };

test('something kept is fresh, then renewed while it is given, then given on errors only, then gone', () => {
  expect([0, 999, 1000, 1199, 1200, 5999, 6000].map((ageMs) => freshnessAt(ageMs, times))).toEqual([
    'fresh',
    'fresh',
    'renew',
    'renew',
    'on-error',
    'on-error',
    'gone',
  ]);
});

const milliseconds = fc.integer({ min: 0, max: 1e9 });
const anyTimes = fc.record({
  freshMs: milliseconds,
  staleWhileRenewedMs: milliseconds,
  staleOnErrorMs: milliseconds,
});
const order = ['fresh', 'renew', 'on-error', 'gone'];

test('what gets older never gets better', () => {
  fc.assert(
    fc.property(anyTimes, milliseconds, milliseconds, (kept, one, more) => {
      const before = order.indexOf(freshnessAt(one, kept));
      expect(order.indexOf(freshnessAt(one + more, kept))).toBeGreaterThanOrEqual(before);
    }),
  );
});

test('it is gone exactly when it is of no use', () => {
  fc.assert(
    fc.property(anyTimes, milliseconds, (kept, ageMs) => {
      expect(freshnessAt(ageMs, kept) === 'gone').toBe(ageMs >= usefulForMs(kept));
    }),
  );
});

test('chance makes a time shorter, never longer than stated, and by no more than its share', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(milliseconds, share, share, (timeMs, most, chance) => {
      const shorter = shortened(timeMs, most, chance);
      expect(shorter).toBeLessThanOrEqual(timeMs);
      expect(shorter).toBeGreaterThanOrEqual(timeMs * (1 - most) - 1e-6);
    }),
  );
});
