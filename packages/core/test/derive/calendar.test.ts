import { describe, expect, it } from 'vitest';
import { isBefore, meantDay, meantMoment, readDay, readMoment } from '#derive/calendar';

describe('a day', () => {
  it.each(['2026-11-23', '2024-02-29', '1900-01-01'])('is %s', (text) => {
    expect(readDay(text)).toEqual({ day: text });
  });

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-5', '20261123', ''])('is not %s', (text) => {
    expect(readDay(text)).toBeUndefined();
  });
});

describe('a moment', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01T01:00:00+01:00', 0],
    ['1969-12-31T19:00:00.5-05:00', 500],
    ['1970-01-01T05:30+05:30', 0],
  ])('%s is %d ms after the epoch', (text, ms) => {
    expect(readMoment(text)?.instantMs).toBe(ms);
  });

  it.each(['2026-11-23T09:00:00', '2026-11-23T24:00:00Z', '2026-02-30T09:00:00Z', '2026-11-23T09:00:00+0100'])(
    'is not %s',
    (text) => {
      expect(readMoment(text)).toBeUndefined();
    },
  );
});

describe('the day that is meant', () => {
  it.each([
    ['2026/11/3', '2026-11-03'],
    ['20261123', '2026-11-23'],
    ['23 November 2026', '2026-11-23'],
    ['November 23rd, 2026', '2026-11-23'],
    ['23.11.2026', '2026-11-23'],
    ['11/23/2026', '2026-11-23'],
    ['23/11/2026', '2026-11-23'],
    ['5/5/2026', '2026-05-05'],
  ])('by %s is %s', (text, day) => {
    expect(meantDay(text)).toBe(day);
  });

  it.each(['03/04/2026', '31.02.2026', 'November 2026', 'tomorrow', '2026', '2026112'])('by %s is none', (text) => {
    expect(meantDay(text)).toBeUndefined();
  });
});

describe('the moment that is meant', () => {
  it.each([
    ['2026-11-23 09:00:00Z', '2026-11-23T09:00:00Z'],
    ['2026-11-23 9:00 UTC', '2026-11-23T09:00Z'],
    ['2026-11-23T09:00:00+0100', '2026-11-23T09:00:00+01:00'],
    ['23 Nov 2026, 09:00:00.5 -05', '2026-11-23T09:00:00.5-05:00'],
  ])('by %s is %s', (text, moment) => {
    expect(meantMoment(text)).toBe(moment);
  });

  it('is none without an offset', () => {
    expect(meantMoment('2026-11-23 09:00')).toBeUndefined();
  });
});

describe('the order of two times', () => {
  it('is that of the days, where both are days', () => {
    expect(isBefore({ day: '2026-11-22' }, { day: '2026-11-23' })).toBe(true);
    expect(isBefore({ day: '2026-11-23' }, { day: '2026-11-23' })).toBe(false);
  });

  it('puts a moment before a day only if it is before it on all of the earth', () => {
    const day = { day: '2026-11-24' };
    expect(isBefore(readMoment('2026-11-23T09:59:59Z') ?? day, day)).toBe(true);
    expect(isBefore(readMoment('2026-11-23T10:00:00Z') ?? day, day)).toBe(false);
  });
});
