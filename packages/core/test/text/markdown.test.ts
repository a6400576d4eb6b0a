import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '#text/markdown';
import type { Table } from '#text/tree';

function tableOf(text: string): Table {
  const table = parseMarkdown(text).blocks.find((block) => block.kind === 'table');
  if (table === undefined) throw new Error(`no table in ${JSON.stringify(text)}`);
  return table;
}

function cellsOf(text: string): string[][] {
  const { header, rows } = tableOf(text);
  return [header, ...rows].map(({ cells }) => cells.map(({ plain }) => plain));
}

describe('tables', () => {
  it('keeps empty cells', () => {
    expect(cellsOf('| a | b | c |\n|---|---|---|\n| 1 |  | 3 |\n')).toEqual([
      ['a', 'b', 'c'],
      ['1', '', '3'],
    ]);
  });

  it('keeps an empty first and last cell', () => {
    expect(cellsOf('| a | b | c |\n|---|---|---|\n|  | x |  |\n')[1]).toEqual(['', 'x', '']);
  });

  it('reads tables with CRLF line ends, with the offsets of the original', () => {
    const text = '| a | b |\r\n|---|---|\r\n| 1 | 22 |\r\n';
    expect(cellsOf(text)).toEqual([
      ['a', 'b'],
      ['1', '22'],
    ]);
    const span = tableOf(text).rows[0]?.cells[1]?.span;
    expect(text.slice(span?.from, span?.to)).toBe('22');
  });

  it('reads a table whose delimiter row ends in spaces', () => {
    expect(cellsOf('| a | b |\n|---|:-:|  \n| 1 | 2 |\n')[1]).toEqual(['1', '2']);
  });

  it('takes an escaped bar as text, also in code', () => {
    expect(cellsOf('| a | b |\n|---|---|\n| x \\| y | `p \\| q` |\n')[1]).toEqual(['x | y', 'p | q']);
  });

  it('shows cells without their marks', () => {
    expect(cellsOf('| a |\n|---|\n| **API** `v1` [docs](x.md) <b>now</b> |\n')[1]).toEqual(['API v1 docs now']);
  });

  it('reads rows without outer bars', () => {
    expect(cellsOf('a | b\n--|--\n1 | 2\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });
});

describe('blocks', () => {
  it('reads headings of both kinds, with their level and text', () => {
    const headings = parseMarkdown('# One #\n\nTwo\n---\n\n### **Three**\n').blocks.flatMap((block) =>
      block.kind === 'heading' ? [[block.level, block.content.plain]] : [],
    );
    expect(headings).toEqual([
      [1, 'One'],
      [2, 'Two'],
      [3, 'Three'],
    ]);
  });

  it('reads nested lists, numbers and boxes', () => {
    const [list] = parseMarkdown('3. a\n   - [x] b\n   - [ ] c\n4. d\n').blocks;
    if (list?.kind !== 'list') throw new Error('not a list');
    expect(list.items.map(({ ordinal, content }) => [ordinal, content.plain])).toEqual([
      [3, 'a'],
      [4, 'd'],
    ]);
    const [nested] = list.items[0]?.children ?? [];
    if (nested?.kind !== 'list') throw new Error('not a nested list');
    expect(nested.items.map(({ checked, content }) => [checked, content.plain])).toEqual([
      [true, 'b'],
      [false, 'c'],
    ]);
  });

  it('joins the lines of a paragraph by one space and keeps each offset', () => {
    const text = 'one\n   two\r\nthree';
    const [block] = parseMarkdown(text).blocks;
    if (block?.kind !== 'paragraph') throw new Error('not a paragraph');
    expect(block.content.plain.replace(/ +/g, ' ')).toBe('one two three');
    const at = block.content.offsets?.[block.content.plain.indexOf('three')];
    expect(text.slice(at)).toBe('three');
  });

  it('finds the front matter and leaves it out of the blocks', () => {
    const text = '---\na: 1\n---\n# T\n';
    const document = parseMarkdown(text);
    expect(text.slice(document.frontMatter?.span.from, document.frontMatter?.span.to)).toBe('a: 1');
    expect(document.blocks.map(({ kind }) => kind)).toEqual(['heading']);
  });

  it('takes no front matter from a text that does not close it', () => {
    expect(parseMarkdown('---\na: 1\n').frontMatter).toBeUndefined();
  });

  it('finds an empty front matter, and one after a byte order mark', () => {
    expect(parseMarkdown('---\n---\n# T\n').frontMatter?.span).toEqual({ from: 4, to: 4 });
    expect(parseMarkdown('\uFEFF---\na: 1\n---\n').frontMatter).toBeDefined();
  });
});

describe('text that would take long', () => {
  const cases: readonly (readonly [name: string, text: string])[] = [
    ['a line of a megabyte', `| a | b |\n|---|---|\n${'x'.repeat(1_000_000)}\n| 1 | 2 |\n`],
    ['80,000 spaces and a bar', `a |${' '.repeat(80_000)}b`],
    ['a staircase of lists', Array.from({ length: 2_000 }, (_, level) => `${'  '.repeat(level)}* a\n`).join('')],
    ['quotes in quotes', `${'> '.repeat(50_000)}a`],
    ['open brackets', '['.repeat(60_000)],
    ['emphasis without end', '*a _b '.repeat(20_000)],
    ['nested links', '[a]('.repeat(20_000)],
    ['backticks', Array.from({ length: 1_500 }, (_, length) => `e${'`'.repeat(length)}`).join('')],
    ['ten thousand rows', `| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(10_000)}`],
    ['front matter that is not closed', `---\n${'a: [\n'.repeat(20_000)}`],
  ];
  it.each(cases)('is read or refused: %s', (_, text) => {
    const document = parseMarkdown(text);
    for (const block of document.blocks) {
      expect(block.span.from).toBeGreaterThanOrEqual(0);
      expect(block.span.to).toBeLessThanOrEqual(text.length);
    }
  });

  it('says which line it refused and reads the rest', () => {
    const text = `# T\n\n${'x'.repeat(30_000)}\n\n- a\n`;
    const document = parseMarkdown(text);
    expect(document.refused.map(({ span, message }) => [span.from, message])).toEqual([
      [5, 'this line has 30000 characters; lines over 20000 are not read for values'],
    ]);
    expect(document.blocks.map(({ kind }) => kind)).toEqual(['heading', 'list']);
  });
});
