import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceOf } from '#editor/difference';

describe('the difference of two texts', () => {
  it('is nothing where they are the same', () => {
    expect(differenceOf('a\nb', 'a\nb')).toBeUndefined();
  });

  it('is the lines between what is the same before and after', () => {
    expect(differenceOf('a\nmine\nz', 'a\nth\neirs\nz')).toEqual({ line: 2, mine: ['mine'], theirs: ['th', 'eirs'] });
  });

  it('has an empty side where lines were only added', () => {
    expect(differenceOf('a\nz', 'a\nb\nz')).toEqual({ line: 2, mine: [], theirs: ['b'] });
  });

  it('never counts a line twice where a text repeats itself', () => {
    expect(differenceOf('a\na', 'a\na\na')).toEqual({ line: 3, mine: [], theirs: ['a'] });
  });

  it('put in the place of the other side makes the other text', () => {
    const text = fc.array(fc.constantFrom('a', 'b', ''), { maxLength: 8 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (mine, theirs) => {
        const difference = differenceOf(mine, theirs);
        const lines = mine.split('\n');
        if (difference !== undefined) lines.splice(difference.line - 1, difference.mine.length, ...difference.theirs);
        expect(lines.join('\n')).toBe(theirs);
      }),
    );
  });
});
