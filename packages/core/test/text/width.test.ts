import { describe, expect, it } from 'vitest';
import { graphemes, width } from '#text/width';

describe('the width of a text', () => {
  it.each([
    ['', 0],
    ['Database', 8],
    ['Größe', 5],
    ['e\u0301', 1],
    ['数据库', 6],
    ['👍🏽', 2],
    ['👩‍👩‍👧', 2],
    ['🇨🇭', 2],
    ['❤️', 2],
    ['❤', 1],
    ['☐', 1],
    ['✅', 2],
    ['\u200B', 0],
  ])('%j takes %d columns', (text, columns) => {
    expect(width(text)).toBe(columns);
  });

  it('is that of its letters as people see them', () => {
    expect([...graphemes('e\u0301👩‍👩‍👧x')]).toEqual(['e\u0301', '👩‍👩‍👧', 'x']);
  });
});
