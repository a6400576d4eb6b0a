import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineIndex } from '#text/lines';

describe('the line index', () => {
  it('counts lines and columns from 1, whatever ends a line', () => {
    const lines = lineIndex('ab\r\ncd\re\nf');
    expect([0, 2, 4, 5, 7, 9].map((offset) => lines.position(offset))).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 3 },
      { line: 2, column: 1 },
      { line: 2, column: 2 },
      { line: 3, column: 1 },
      { line: 4, column: 1 },
    ]);
    expect([1, 2, 3, 4, 5].map((line) => lines.line(line))).toEqual(['ab', 'cd', 'e', 'f', '']);
  });

  it('agrees with counting line by line', () => {
    const texts = fc
      .array(fc.constantFrom('a', 'bc', '\n', '\r\n', '|'), { maxLength: 60 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, fc.nat(), (text, seed) => {
        const offset = seed % (text.length + 1);
        const before = text.slice(0, offset).split(/\n/);
        const { line, column } = lineIndex(text).position(offset);
        expect([line, column]).toEqual([before.length, (before.at(-1) ?? '').length + 1]);
      }),
    );
  });
});
