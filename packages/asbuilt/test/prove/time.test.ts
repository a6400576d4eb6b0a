import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openedFor } from '#prove/drills/recover';
import { patienceFor, punctuality, toleranceOf } from '#prove/time';

const ms = (max: number): fc.Arbitrary<number> => fc.double({ min: 0, max, noNaN: true });

describe('a time that was seen', () => {
  it('may differ from the stated one by a tenth, or by 100 ms', () => {
    expect(toleranceOf(300)).toBe(100);
    expect(toleranceOf(30_000)).toBe(3_000);
    expect(punctuality(1_100, 1_000, 0)).toBe('in-time');
    expect(punctuality(900, 1_000, 0)).toBe('in-time');
    expect(punctuality(1_101, 1_000, 0)).toBe('late');
    expect(punctuality(899, 1_000, 0)).toBe('early');
  });

  it('is not judged where this machine was late enough to account for it', () => {
    expect(punctuality(1_400, 1_000, 150)).toBe('unknown');
    expect(punctuality(1_401, 1_000, 150)).toBe('late');
    // What came early did so however late the machine was.
    expect(punctuality(800, 1_000, 5_000)).toBe('early');
  });

  it('that a call was given up after the stated one is never called late, whatever the machine adds', () => {
    fc.assert(
      fc.property(ms(60_000), ms(5_000), ms(5_000), (stated, onTheWayThere, onTheWayBack) => {
        const lateMs = Math.max(onTheWayThere, onTheWayBack);
        expect(punctuality(stated + onTheWayThere + onTheWayBack, stated, lateMs)).not.toBe('late');
      }),
    );
  });

  it('that is twice the stated one and more is late unless the machine was as late as that', () => {
    fc.assert(
      fc.property(ms(60_000), ms(60_000), (stated, lateMs) => {
        const elapsed = 2 * stated + 200;
        const isExplained = stated + toleranceOf(stated) + 2 * lateMs >= elapsed;
        expect(punctuality(elapsed, stated, lateMs)).toBe(isExplained ? 'unknown' : 'late');
      }),
    );
  });

  it('can be seen to be late: one waits beyond what it may differ', () => {
    fc.assert(
      fc.property(ms(600_000), (stated) => {
        expect(punctuality(patienceFor(stated), stated, 400)).toBe('late');
      }),
    );
  });
});

describe('the time that a breaker was open', () => {
  it('holds where it lies between what was seen, and does not where it cannot', () => {
    expect(openedFor({ least: 950, most: 1_050 }, 1_000)).toBe('held');
    expect(openedFor({ least: 1_101, most: 1_200 }, 1_000)).toBe('broken');
    expect(openedFor({ least: 0, most: 899 }, 1_000)).toBe('broken');
  });

  it('is not judged where it was looked too seldom to tell', () => {
    expect(openedFor({ least: 600, most: 1_500 }, 1_000)).toBe('unknown');
    expect(openedFor({ least: 10, most: 250 }, 100)).toBe('unknown');
  });
});
