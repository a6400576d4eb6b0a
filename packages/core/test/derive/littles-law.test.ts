import { describe, expect, it } from 'vitest';
import { answersPerSecond, inFlight } from '../../src/derive/littles-law.ts';

describe("Little's law", () => {
  it('says how many requests are in flight: a million a second of 36.93 ms are 36,930', () => {
    expect(inFlight(1e6, 36.93)).toBeCloseTo(36_930, 6);
  });

  it('says how many a second some places answer', () => {
    expect(answersPerSecond(50, 40)).toBe(1250);
    expect(inFlight(answersPerSecond(50, 40), 40)).toBe(50);
  });
});
