import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Latencies } from '#telemetry/latencies';

const times = fc.array(fc.double({ min: 0.1, max: 1_000_000, noNaN: true }), { minLength: 1, maxLength: 200 });

function of(values: readonly number[]): Latencies {
  const latencies = new Latencies();
  for (const value of values) latencies.add(value);
  return latencies;
}

describe('a histogram of latencies', () => {
  test('knows every quantile to within 1/32 of its value', () => {
    fc.assert(
      fc.property(times, fc.double({ min: 0.001, max: 1, noNaN: true }), (values, quantile) => {
        const exact = values.toSorted((a, b) => a - b)[Math.ceil(quantile * values.length) - 1] ?? Number.NaN;
        const answer = of(values).quantile(quantile) ?? Number.NaN;
        expect(Math.abs(answer - exact) / exact).toBeLessThanOrEqual(1 / 32 + 1e-9);
      }),
    );
  });

  test('counts exactly what is below a power of two', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: -3, max: 19 }), (values, exponent) => {
        const exact = values.filter((value) => value < 2 ** exponent).length;
        expect(of(values).countBelow(exponent)).toBe(exact);
      }),
    );
  });

  test('takes in another one as if it had seen the same times', () => {
    fc.assert(
      fc.property(times, times, (some, others) => {
        const both = of(some);
        both.include(of(others));
        const together = of([...some, ...others]);
        expect([0.5, 0.9, 0.99].map((q) => both.quantile(q))).toEqual(
          [0.5, 0.9, 0.99].map((q) => together.quantile(q)),
        );
        expect([both.count, both.sumMs]).toEqual([together.count, expect.closeTo(together.sumMs, 3)]);
      }),
    );
  });

  test('keeps what is too small or too large for it in its first and last bucket', () => {
    const latencies = of([0, -1, Number.NaN, 1e12]);
    expect(latencies.count).toBe(4);
    expect(latencies.quantile(0.5)).toBeLessThan(0.1);
    expect(latencies.quantile(1)).toBeGreaterThan(1_000_000);
  });

  test('knows nothing when it is empty or was cleared', () => {
    const latencies = of([5]);
    latencies.clear();
    expect([latencies.count, latencies.sumMs, latencies.quantile(0.5)]).toEqual([0, 0, undefined]);
  });
});
