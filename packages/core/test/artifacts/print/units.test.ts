import { describe, expect, it } from 'vitest';
import { cores, duration, memory, minutes, percent, threshold } from '#artifacts/print/units';

describe('numbers with their units', () => {
  it.each([
    [0, '0 ms'],
    [250, '250 ms'],
    [1_500, '1.5 s'],
    [30_000, '30 s'],
    [90_000, '90 s'],
    [900_000, '15 min'],
    [3_600_000, '1 h'],
    [86_400_000, '1 d'],
  ])('%d ms is written %s', (ms, written) => expect(duration(ms)).toBe(written));

  it.each([
    [0.999, '99.9%'],
    [1 - 0.999, '0.1%'],
    [0.07, '7%'],
    [1, '100%'],
  ])('the share %d is written %s', (ratio, written) => expect(percent(ratio)).toBe(written));

  it.each([
    [43.2, '43.2 min'],
    [(1 - 0.9995) * 43_200, '21.6 min'],
    [216, '216 min'],
    [0.432, '0.432 min'],
  ])('%d minutes a month are written %s', (value, written) => expect(minutes(value)).toBe(written));

  it.each([
    [0, '0 B'],
    [512e6, '512 MB'],
    [4e9, '4 GB'],
    [1.5e9, '1.5 GB'],
    [4 * 2 ** 30, '4 GiB'],
    [512 * 2 ** 20, '512 MiB'],
    [1e12, '1 TB'],
  ])('%d bytes are written %s', (value, written) => expect(memory(value)).toBe(written));

  it('counts one core in the singular', () => {
    expect([cores(1), cores(2)]).toEqual(['1 core', '2 cores']);
  });

  it('writes the threshold of each metric in its own unit', () => {
    expect([threshold('cpu', 0.7), threshold('memory', 0.8)]).toEqual(['70%', '80%']);
    expect([threshold('request-rate', 400), threshold('queue-length', 1000)]).toEqual(['400 requests/s', '1000 jobs']);
    expect(threshold('latency', 2_000)).toBe('2 s');
  });
});
