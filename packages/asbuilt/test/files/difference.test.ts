import { describe, expect, it } from 'vitest';
import { firstDifference } from '#files/difference';
import { stamp } from '#files/stamp';

const derived = (body: string): string => stamp(body, 'markdown', 'overview.md');

describe('the first difference of two derived texts', () => {
  it('is the first line that differs, counted in the file that was found', () => {
    expect(firstDifference(derived('a\nb\n'), derived('a\nc\n'))).toEqual({ line: 3, found: 'b', derived: 'c' });
  });

  it('counts a file without a stamp from its own first line', () => {
    expect(firstDifference('a\nb\n', derived('a\nc\n'))).toEqual({ line: 2, found: 'b', derived: 'c' });
  });

  it('may be that one of them ends', () => {
    expect(firstDifference(derived('a'), derived('a\nb'))).toEqual({ line: 3, derived: 'b' });
    expect(firstDifference(derived('a\nb'), derived('a'))).toEqual({ line: 3, found: 'b' });
  });

  it('takes the last line break for the end, not for an empty line, unless it is all that is missing', () => {
    expect(firstDifference(derived('a\nmine\n'), derived('a\n'))).toEqual({ line: 3, found: 'mine' });
    expect(firstDifference(derived('a\n'), derived('a\nb\n'))).toEqual({ line: 3, derived: 'b' });
    expect(firstDifference(derived('a'), derived('a\n'))).toEqual({ line: 3, derived: '' });
  });

  it('leaves stamps and line ends aside', () => {
    expect(firstDifference(stamp('a\r\nb', 'markdown', 'x.md'), derived('a\nb'))).toBeUndefined();
  });
});
