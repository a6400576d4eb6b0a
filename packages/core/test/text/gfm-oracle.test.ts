import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chanceOf } from '../fuzz/chance.ts';
import { tableText } from './generated-table.ts';
import { type Cells, tablesByGfm, tablesByUs } from './gfm-tables.ts';

/** Compared tables; the texts of a seed are always the same. */
const leastTables = 10_000;
const seed = 1;
const textsInPart = 500;

/**
 * The parts that were equal when they were read by both, each as a hash of all that went in and came out. Since reading them by
 * GFM takes ten times as long as all else here, that is done again only where a part is another one than was recorded.
 */
const recordFile = new URL('gfm-oracle.txt', import.meta.url);

/** A part of the texts, as we read them. */
interface Part {
  readonly texts: readonly string[];
  readonly read: readonly (readonly Cells[])[];
}

function parts(): readonly Part[] {
  const all: Part[] = [];
  for (let tables = 0; tables < leastTables; ) {
    const first = all.length * textsInPart;
    const texts = Array.from({ length: textsInPart }, (_, index) => tableText(chanceOf(seed, first + index)));
    const read = texts.map(tablesByUs);
    tables += read.flat().length;
    all.push({ texts, read });
  }
  return all;
}

/** The versions that read by GFM: with others, all is read again. */
const readers = readFileSync(new URL('../../package.json', import.meta.url), 'utf8').match(/"micromark.*": ".*"/g);

function hashOf(part: Part): string {
  return createHash('sha256')
    .update(JSON.stringify({ readers, ...part }))
    .digest('hex')
    .slice(0, 32);
}

function expectSameByGfm({ texts, read }: Part): void {
  const byUs = texts.map((text, index) => ({ text, tables: read[index] }));
  expect(byUs).toEqual(texts.map((text) => ({ text, tables: tablesByGfm(text) })));
}

describe('cells of tables and where they stand', () => {
  it(`are those of GFM in ${leastTables} generated tables`, async () => {
    const recorded = new Set(existsSync(recordFile) ? readFileSync(recordFile, 'utf8').split('\n') : []);
    const all = parts();
    const hashes = all.map(hashOf);
    for (const [index, part] of all.entries()) {
      if (index === 0 || !recorded.has(hashes[index] ?? '')) expectSameByGfm(part);
    }
    // Reached only where all of them are equal: `vitest run -u` records that.
    await expect(`${hashes.join('\n')}\n`).toMatchFileSnapshot(recordFile.pathname);
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
