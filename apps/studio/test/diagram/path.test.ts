import { describe, expect, it } from 'vitest';
import { roundedPath } from '#diagram/path';

describe('the path of an edge', () => {
  it('is straight between two points', () => {
    expect(
      roundedPath(
        [
          { x: 0, y: 0 },
          { x: 0, y: 50 },
        ],
        10,
      ),
    ).toBe('M0 0L0 50');
  });

  it('rounds the corner between two stretches', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 0, y: 50 },
      { x: 40, y: 50 },
    ];
    expect(roundedPath(points, 10)).toBe('M0 0L0 40Q0 50 10 50L40 50');
  });

  it('takes at most half of a short stretch for a corner', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 0, y: 4 },
      { x: 40, y: 4 },
    ];
    expect(roundedPath(points, 10)).toBe('M0 0L0 2Q0 4 10 4L40 4');
  });

  it('stands still where two points are the same', () => {
    const same = { x: 5, y: 5 };
    expect(roundedPath([same, same, same], 10)).toBe('M5 5L5 5Q5 5 5 5L5 5');
  });

  it('is empty without points', () => {
    expect(roundedPath([], 10)).toBe('');
  });
});
