import { describe, expect, it } from 'vitest';
import { highestRecoveringLoad, recoversFromStall } from '../../src/derive/stall-recovery.ts';

/** Four servers of 111 requests a second. */
const capacity = 444;

describe('recovery from a stall', () => {
  // What a simulation of single requests does with these loads.
  it.each([
    [130, 0, true],
    [200, 0, true],
    [300, 0, true],
    [130, 1, true],
    [200, 1, true],
    [300, 1, false],
    [130, 2, true],
    [200, 2, false],
    [300, 2, false],
  ])('at %i requests a second and %i tries again: %s', (load, retries, recovers) => {
    expect(recoversFromStall(load, 1 + retries, capacity)).toBe(recovers);
    expect(load < highestRecoveringLoad(1 + retries, capacity)).toBe(recovers);
  });
});
