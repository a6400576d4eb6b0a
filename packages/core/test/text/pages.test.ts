import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPages, type Page } from '#text/pages';

const texts = fc
  .array(
    fc.constantFrom('a', 'bc', '\n', '\r\n', '\uFEFF', '---\n', 'x: 1\n', '| c |', '```\n', '# h\n', '\u{1F4E6}'),
    {
      maxLength: 30,
    },
  )
  .map((parts) => parts.join(''));

const documents = fc
  .array(texts, { minLength: 1, maxLength: 5 })
  .map((all) => all.map((text, index): Page => ({ file: `${index}.md`, text })));

function joined([main = { file: 'main.md', text: '' }, ...included]: readonly Page[]): ReturnType<typeof joinPages> {
  return joinPages(main, included);
}

describe('the pages of a document', () => {
  it('are the text itself where there is one', () => {
    const pages = joinPages({ file: 'overview.md', text: '\uFEFF---\na: 1\n---\nx' });
    expect([pages.text, pages.starts]).toEqual(['\uFEFF---\na: 1\n---\nx', []]);
    expect(pages.place({ from: 14, to: 15 })).toEqual({ line: 4, column: 1, endLine: 4, endColumn: 2 });
  });

  it('stand one below the other, without the front matter and the byte order mark of those that are included', () => {
    const pages = joined([
      { file: 'overview.md', text: '# A' },
      { file: 'b.md', text: '---\nx: 1\n---\n# B\n' },
      { file: 'c.md', text: '\uFEFF# C' },
    ]);
    expect(pages.text).toBe('# A\n\n\n# B\n\n\n# C');
    expect(pages.place({ from: 6, to: 9 })).toEqual({ file: 'b.md', line: 4, column: 1, endLine: 4, endColumn: 4 });
    expect(pages.lines('c.md')?.line(1)).toBe('\uFEFF# C');
    expect(pages.place({ from: 12, to: 15 })).toEqual({ file: 'c.md', line: 1, column: 2, endLine: 1, endColumn: 5 });
    expect(pages.lines('d.md')).toBeUndefined();
  });

  it('have each place of the joined text where the same characters are', () => {
    fc.assert(
      fc.property(documents, fc.nat(), fc.nat(), (all, one, other) => {
        const pages = joined(all);
        const [from, to] = [one % (pages.text.length + 1), other % (pages.text.length + 1)].toSorted((a, b) => a - b);
        const { file = '0.md', span } = pages.at({ from: from ?? 0, to: to ?? 0 });
        const { text } = all.find((page) => page.file === file) ?? { text: '' };
        expect(0 <= span.from && span.from <= span.to && span.to <= text.length).toBe(true);
        const said = text.slice(span.from, span.to);
        expect(pages.text.slice(from, to).startsWith(said)).toBe(true);
        // Only what is no part of any page is left out: the lines between two of them.
        const next = pages.starts.find((start) => start > (from ?? 0)) ?? pages.text.length + 2;
        expect(said.length).toBe(Math.max(0, Math.min(to ?? 0, next - 2) - (from ?? 0)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('keep every character but the heads of those that are included', () => {
    fc.assert(
      fc.property(documents, (all) => {
        const { text, starts } = joined(all);
        const ends = [...starts.map((start) => start - 2), text.length];
        for (const [index, page] of all.entries()) {
          const read = text.slice(starts[index - 1] ?? 0, ends[index]);
          expect(page.text.endsWith(read)).toBe(true);
          const left = page.text.slice(0, page.text.length - read.length);
          expect(index === 0 ? left : left.replace(/^\uFEFF?(?:---[^]*(?:---|\.\.\.)[ \t]*)?$/, '')).toBe('');
        }
      }),
    );
  });
});
