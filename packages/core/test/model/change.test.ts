import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Change, changeBetween } from '#model/index';

/** As one compares two texts by hand: one character after the other. */
function byCharacters(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from += 1;
  let kept = 0;
  while (kept < shorter - from && before.at(-1 - kept) === after.at(-1 - kept)) kept += 1;
  return { from, to: before.length - kept, by: after.length - before.length };
}

const start = fc.integer({ min: 0, max: 3_000 }).map((length) => 'ab'.repeat(length));
const middle = fc.constantFrom('', 'a', 'b', 'ab', '→', 'abab');

describe('the change between two texts', () => {
  it('is the smallest, however long they are', () => {
    fc.assert(
      fc.property(start, middle, middle, start, (head, old, young, tail) => {
        const [before, after] = [head + old + tail, head + young + tail];
        fc.pre(before !== after);
        expect(changeBetween(before, after)).toEqual(byCharacters(before, after));
      }),
    );
  });

  it('replaces nothing where they are equal', () => {
    expect(changeBetween('abc', 'abc')).toEqual({ from: 3, to: 3, by: 0 });
  });
});
