import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { known, statementsOf } from '#model/index';
import { modelJson, modelJsonWithSpans } from '#overview/json';
import { print } from '#overview/print';
import { read } from '#overview/read';
import { joinPages, type Pages } from '#text/pages';
import { anyText, overviewLike } from './documents.ts';

const main = '---\nstatus: review\nincludes: [data-flow.md, "ops/failure modes.md"]\n---\n\n# Parcel desk\n';
const flow = '## Data Flow\n\n1. Clerk → Desk (opens a parcel)\n';
const failures =
  '# Failure Modes\n\n| Failure | Impact | Mitigation | Timeout |\n|---|---|---|---|\n| Desk down | High | Retry | 5s |\n';

function pagesOf(...texts: readonly string[]): Pages {
  const [text = '', ...others] = texts;
  return joinPages(
    { file: 'overview.md', text },
    others.map((other, index) => ({ file: `${index}.md`, text: other })),
  );
}

function readAll(...texts: readonly string[]): ReturnType<typeof read> {
  const { text, starts } = pagesOf(...texts);
  return read(text, starts);
}

describe('a document of several pages', () => {
  it('names them in its front matter', () => {
    const draft = read(main);
    expect(draft.overview.task.includes.map(({ value }) => value)).toEqual(['data-flow.md', 'ops/failure modes.md']);
    expect(draft.unknownKeys).toEqual([]);
    const [first] = draft.overview.task.includes;
    expect(print(draft, new Map([[first?.id ?? '', 'data_flow.md']]))).toBe(
      main.replace('data-flow.md', 'data_flow.md'),
    );
    expect(read('---\nincludes: a.md\n---\n').overview.task.includes.map(known)).toEqual(['a.md']);
  });

  it('states what all of them state, each with its place in its page', () => {
    const pages = pagesOf(main, flow, failures);
    const draft = read(pages.text, pages.starts);
    const { flows, failures: rows, title } = modelJson(draft);
    expect({ title, flows, rows }).toMatchObject({
      title: 'Parcel desk',
      flows: [{ from: 'Clerk', to: 'Desk' }],
      rows: [{ scenario: 'Desk down', timeoutMs: 5_000 }],
    });
    expect(modelJsonWithSpans(draft, pages)).toMatchObject({
      title: { value: 'Parcel desk', line: 6, column: 3 },
      failures: [{ timeoutMs: { value: 5_000, file: '1.md', line: 5, column: 30, from: 108, to: 110 } }],
    });
    expect(Object.keys(Object(modelJsonWithSpans(draft, pages)).title)).not.toContain('file');
  });

  it('is not read on from one page into the next', () => {
    for (const open of [
      '```\nnever closed\n',
      '<!-- never closed\n',
      '- an item',
      '## Security\n\ntext',
      '---\na: 1\n',
    ]) {
      expect(modelJson(readAll(open, failures, '---\n')).failures).toMatchObject([{ timeoutMs: 5_000 }]);
    }
    expect(modelJson(readAll('# T\n\n## Links\n', '- [a](b.md)\n')).links).toEqual([]);
    expect(modelJson(readAll('no title', '# Failure Modes\n')).title).toBeUndefined();
  });

  it('joins a section that stands in two of them', () => {
    const second = '## Data Flow\n\n2. Desk → Shelf (where to)\n';
    expect(modelJson(readAll('', flow, second)).flows).toMatchObject([{ to: 'Desk' }, { to: 'Shelf' }]);
  });

  it('says of each statement what a page says there', () => {
    fc.assert(
      fc.property(overviewLike, anyText, overviewLike, (first, second, third) => {
        const pages = pagesOf(first, second, third);
        const draft = read(pages.text, pages.starts);
        const spans = [...statementsOf(draft.overview), ...draft.holes, ...draft.prose].map(({ span }) => span);
        for (const { from, to } of spans) {
          const at = pages.at({ from, to });
          const page = [pages.main, ...pages.included].find(({ file }) => file === (at.file ?? 'overview.md'));
          expect(page?.text.slice(at.span.from, at.span.to)).toBe(pages.text.slice(from, to));
        }
      }),
      { numRuns: 100 },
    );
  });
});
