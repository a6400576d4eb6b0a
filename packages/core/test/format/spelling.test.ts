import { describe, expect, it } from 'vitest';
import { spelled } from '#format/spelling';
import type { Notation } from '#model/index';

const spell = (written: string, notation: Notation, value: number, id = 'a/b/c'): string =>
  spelled(written, { id, notation, value, span: { from: 0, to: 0 } });

describe('the one form of a value', () => {
  it.each<[written: string, notation: Notation, value: number, said: string]>([
    ['30 seconds', 'duration', 30_000, '30s'],
    ['5 Minutes', 'duration', 300_000, '5m'],
    ['1,5 h', 'duration', 5_400_000, '1.5h'],
    ['90s', 'duration', 90_000, '90s'],
    ['250 milliseconds', 'duration', 250, '250ms'],
    ['99,9 %', 'percent', 0.999, '99.9%'],
    ['99.90 %', 'percent', 0.999, '99.90%'],
    ['4 gb', 'memory', 4e9, '4GB'],
    ['512 mIb', 'memory', 512 * 2 ** 20, '512MiB'],
    ['$ 20', 'money', 20, '$20'],
    ['$1200 /mo', 'money', 1_200, '$1,200/month'],
    ['$1234567.50', 'money', 1_234_567.5, '$1,234,567.50'],
    ['43 minutes per month', 'minutes', 43, '43 min/month'],
    ['3.6h/mo', 'minutes', 216, '3.6 hours/month'],
    ['1 hr a month', 'minutes', 60, '1 hour/month'],
  ])('%s is written %4$s', (written, notation, value, said) => {
    expect(spell(written, notation, value)).toBe(said);
  });

  it('writes the time of a trigger out, since it ends a sentence', () => {
    const id = 'scaling/trigger/cpu/for';
    expect([spell('5m', 'duration', 300_000, id), spell('1 min', 'duration', 60_000, id)]).toEqual([
      '5 minutes',
      '1 minute',
    ]);
  });

  it('leaves alone what would not read back as the same value', () => {
    expect(spell('**30** s', 'duration', 30_000)).toBe('**30** s');
    expect(spell('30 s', 'duration', 31_000)).toBe('30 s');
  });

  it('leaves words, names and counts alone', () => {
    expect(spell('5  x', 'text', 5)).toBe('5  x');
    expect(spell('0005', 'count', 5)).toBe('0005');
  });
});
