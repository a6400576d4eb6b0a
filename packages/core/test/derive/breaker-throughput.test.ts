import { describe, expect, it } from 'vitest';
import { breakerThroughput, callsToTrip } from '../../src/derive/breaker-throughput.ts';

const policy = { opensAfterFailures: 5, halfOpenAfterMs: 30_000 };

describe('a breaker before a callee that fails in part', () => {
  it('trips after the waiting time for a run of failures: a coin falls five times alike in 62 throws', () => {
    expect(callsToTrip(0.5, 5)).toBe(62);
    expect(callsToTrip(0.01, 5)).toBeCloseTo(1.0101e10, -7);
  });

  it('lets through what a simulation of single calls lets through (0.529 % and 8.68 ± 0.14 %)', () => {
    expect(breakerThroughput(policy, { requestsPerSecond: 100, failing: 0.5 })).toBeCloseTo(0.00528, 5);
    expect(breakerThroughput(policy, { requestsPerSecond: 100, failing: 0.3 })).toBeCloseTo(0.0844, 4);
  });

  it('lets nearly everything that succeeds through when it hardly ever trips', () => {
    expect(breakerThroughput(policy, { requestsPerSecond: 100, failing: 0.01 })).toBeCloseTo(0.99, 4);
    const never = { ...policy, opensAfterFailures: 10_000 };
    expect(breakerThroughput(never, { requestsPerSecond: 100, failing: 0.3 })).toBe(0.7);
  });
});
