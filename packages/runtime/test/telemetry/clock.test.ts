import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '#telemetry/clock';

afterEach(() => void vi.restoreAllMocks());

test('the clock is that of the wall, with fractions', () => {
  const now = systemClock();
  const [before, read, after] = [Date.now(), now(), Date.now()];
  expect(read).toBeGreaterThan(before - 50);
  expect(read).toBeLessThan(after + 50);
  expect(Array.from({ length: 100 }, now).some((time) => !Number.isInteger(time))).toBe(true);
});

test('the clock soon follows the wall clock over a sleep of the machine, and does not run backwards when it is set back', async () => {
  const now = systemClock();
  const before = now();
  const date = vi.spyOn(Date, 'now');
  date.mockReturnValue(before + 3_600_000);
  await expect.poll(() => now() - before, { timeout: 60_000 }).toBeGreaterThanOrEqual(3_600_000);
  const after = now();
  date.mockReturnValue(before);
  expect(now()).toBeGreaterThanOrEqual(after);
});
