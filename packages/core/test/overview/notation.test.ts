import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '#overview/money';
import { duration, memory, minutesPerMonth, percent } from '#overview/quantity';

const said = (notation: typeof duration, text: string): string | undefined => {
  const found = notation.read(text);
  return found && `${found.value} in "${text.slice(found.start, found.end)}"`;
};

describe('a length of time', () => {
  it.each([
    ['30s', '30000 in "30s"'],
    ['30 seconds', '30000 in "30 seconds"'],
    ['about 1.5h', '5400000 in "1.5h"'],
    ['1,5 h', '5400000 in "1,5 h"'],
    ['1,500 ms', '1500 in "1,500 ms"'],
    ['250ms (p99)', '250 in "250ms"'],
    ['1h 30m', '5400000 in "1h 30m"'],
    ['1h30m', '5400000 in "1h30m"'],
    ['2 minutes and 30 seconds', '150000 in "2 minutes and 30 seconds"'],
    ['für 5 min, dann Schluss', '300000 in "5 min"'],
    ['5 Min.', '300000 in "5 Min"'],
    ['≤ 10 sec', '10000 in "10 sec"'],
    ['1 d', '86400000 in "1 d"'],
  ])('%s', (text, expected) => {
    expect(said(duration, text)).toBe(expected);
  });

  it.each([
    '5–10 min',
    '5-10 min',
    '5 to 10 min',
    '1 000 ms',
    '30',
    'half an hour',
    '43 min/month',
    '30s 5m',
    'M3',
    '3M2',
  ])('is nothing that one could take for one: %s', (text) => {
    expect(said(duration, text)).toBeUndefined();
  });

  it('is read again as it was printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 10 }), (ms) => {
        expect(duration.read(duration.print(ms))?.value).toBe(ms);
      }),
    );
  });
});

describe('a share', () => {
  it.each([
    ['99.9%', 0.999],
    ['≥ 99,95 %', 0.9995],
    ['99.9 % uptime', 0.999],
  ])('%s', (text, expected) => {
    expect(percent.read(text)?.value).toBe(expected);
  });

  it.each(['99–99.9 %', '120 %', '99 percent'])('is nothing that one could take for one: %s', (text) => {
    expect(percent.read(text)).toBeUndefined();
  });
});

describe('other quantities', () => {
  it.each([
    [money, '$1,200/mo', 1_200],
    [money, '~$120', 120],
    [money, '$0.40', 0.4],
    [money, 'US$40 per month', 40],
    [money, '$25 (small)', 25],
    [memory, '8 GiB', 8 * 2 ** 30],
    [memory, '4GB RAM', 4e9],
    [memory, '1,024 MB', 1_024e6],
    [minutesPerMonth, '~3.6 hours/month', 216],
  ])('%#: %s', (notation, text, expected) => {
    expect(notation.read(text)?.value).toBe(expected);
  });

  it.each([
    [money, '$20–40'],
    [money, '$20-$40'],
    [money, '$480/year'],
    [money, '$1,200 per year'],
    [money, '$0.10/GB'],
    [money, '20'],
    [memory, '4–8 GB'],
  ])('are not taken from a range or a bare number: %#', (notation, text) => {
    expect(notation.read(text)).toBeUndefined();
  });
});
