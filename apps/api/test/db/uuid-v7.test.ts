import { describe, expect, test } from 'vitest';
import { uuidsV7 } from '../../src/db/uuid-v7.ts';

describe('a UUID of version 7', () => {
  test('carries the time in its first 48 bits, then version and variant', () => {
    const next = uuidsV7(() => 0x017f22e279b0);
    expect(next()).toMatch(/^017f22e2-79b0-7000-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  test('comes after the one before, however many are made in a millisecond', () => {
    const next = uuidsV7(() => 1_700_000_000_000);
    const made = Array.from({ length: 10_000 }, next);
    expect(made).toEqual(made.toSorted());
    expect(new Set(made).size).toBe(made.length);
  });

  test('comes after the one before when the clock is set back', () => {
    const times = [2_000, 1_000, 1_500, 2_001];
    const next = uuidsV7(() => times.shift() ?? 0);
    const made = Array.from({ length: 4 }, next);
    expect(made).toEqual(made.toSorted());
  });
});
