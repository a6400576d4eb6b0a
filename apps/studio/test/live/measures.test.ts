import { describe, expect, it } from 'vitest';
import { count, failureShare, latency } from '#live/measures';

describe('measures for people', () => {
  it.each([
    [undefined, '–'],
    [0.42, '0.4 ms'],
    [9, '9 ms'],
    [37.4, '37 ms'],
    [1_240, '1.2 s'],
    [30_000, '30 s'],
  ])('says the latency %s as %s', (ms, words) => {
    expect(latency(ms)).toBe(words);
  });

  it('says a count with its thousands apart', () => {
    expect(count(12_031)).toBe('12,031');
  });

  it.each([
    [0, 0, undefined],
    [0, 100, undefined],
    [1, 8, '12.5 %'],
    [1, 100_000, '< 0.1 %'],
    [8, 8, '100 %'],
  ])('says %i failures in %i requests as %s', (failures, requests, words) => {
    expect(failureShare(failures, requests)).toBe(words);
  });
});
