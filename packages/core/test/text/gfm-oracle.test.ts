import { describe, expect, it } from 'vitest';
import { chanceOf } from '../fuzz/chance.ts';
import { tableText } from './generated-table.ts';
import { tablesByGfm, tablesByUs } from './gfm-tables.ts';

/** Compared tables; the texts of a seed are always the same. */
const leastTables = 10_000;
const seed = 1;

describe('cells of tables and where they stand', () => {
  it(`are those of GFM in ${leastTables} generated tables`, () => {
    const read: { readonly text: string; readonly tables: unknown }[] = [];
    const expected: typeof read = [];
    for (let index = 0, tables = 0; tables < leastTables; index += 1) {
      const text = tableText(chanceOf(seed, index));
      const byGfm = tablesByGfm(text);
      tables += byGfm.length;
      read.push({ text, tables: tablesByUs(text) });
      expected.push({ text, tables: byGfm });
    }
    expect(read).toEqual(expected);
  });

  it('are those of GFM where dashes stand in a row', () => {
    const text = '| a | b |\n|---|---|\n| - | :-: |\n|---|---|\n';
    expect(tablesByUs(text)).toEqual(tablesByGfm(text));
  });
});

/** Where we differ from GFM on purpose: what each side reads, and why that is right for overviews. */
const differences: readonly {
  readonly what: string;
  readonly why: string;
  readonly text: string;
  readonly gfm: number;
  readonly us: number;
}[] = [
  {
    what: 'a title without a bar above one column',
    why: 'A line without bars is a sentence for whoever wrote it, and nobody loses a value: one column is no table of ours.',
    text: 'title\n|---\n| a |\n',
    gfm: 2,
    us: 0,
  },
  {
    what: 'a row that is indented by four blanks',
    why: 'GFM makes code of it. Where bars go on right below a table, a row was meant.',
    text: '| a | b |\n|---|---|\n| 1 | 2 |\n    | 3 | 4 |\n',
    gfm: 2,
    us: 3,
  },
  {
    what: 'a row below the titles that is indented by four blanks',
    why: 'GFM makes a sentence of the titles and of it. Bars and dashes in equal number are no accident.',
    text: '| a | b |\n    |---|---|\n| 1 | 2 |\n',
    gfm: 0,
    us: 2,
  },
  {
    what: 'what could not interrupt a sentence, right below a table',
    why: 'GFM ends the table at an empty list item or at a tag. For us it is a row of one cell, which no reader of rows takes.',
    text: '| a | b |\n|---|---|\n| 1 | 2 |\n9.\n',
    gfm: 2,
    us: 3,
  },
  {
    what: 'a table without rows, right above an underline',
    why: 'Our parser makes a heading of both. Such a table says nothing yet.',
    text: '| a | b |\n|---|---|\n---\n',
    gfm: 1,
    us: 0,
  },
  {
    what: 'a table right below a sentence that has a bar in it',
    why: 'Our parser looks for titles in the first such line alone. The sentence stays prose, and an empty line helps.',
    text: 'a | sentence\n| a | b |\n|---|---|\n| 1 | 2 |\n',
    gfm: 2,
    us: 0,
  },
];

describe('where we read tables otherwise than GFM', () => {
  it.each(differences)('is on purpose: $what', ({ text, gfm, us }) => {
    expect(tablesByGfm(text).flat()).toHaveLength(gfm);
    expect(tablesByUs(text).flat()).toHaveLength(us);
  });

  it('blanks that do not break are left out around what a cell says', () => {
    const text = '| a | b |\n|---|---|\n| \u00A01\u00A0 | 2 |\n';
    expect(tablesByGfm(text)[0]?.[1]?.[0]).toEqual({ from: 22, to: 25 });
    expect(tablesByUs(text)[0]?.[1]?.[0]).toEqual({ from: 23, to: 24 });
  });
});
