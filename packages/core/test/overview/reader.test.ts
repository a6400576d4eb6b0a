import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReader, read } from '#overview/read';
import { template } from '#overview/template';
import { joinPages } from '#text/pages';
import { anyText, overviewLike } from './documents.ts';
import { type Edit, edited, edits } from './edits.ts';

function holdsAfterEach(
  start: string,
  changes: readonly Edit[],
  asRead = (text: string) => ({ text, starts: [] as readonly number[] }),
): void {
  const reader = createReader();
  let text = start;
  for (const change of [undefined, ...changes]) {
    text = change === undefined ? text : edited(text, change);
    const document = asRead(text);
    expect(reader(document.text, document.starts)).toEqual(read(document.text, document.starts));
  }
}

describe('a reader that remembers', () => {
  it.each([
    ['of any text', anyText],
    ['of an overview', overviewLike],
    ['of the template', fc.constant(template)],
  ])('says the same as one that reads all again, after any edits %s', (_, texts) => {
    fc.assert(
      fc.property(texts, edits, (text, changes) => holdsAfterEach(text, changes)),
      { numRuns: 100 },
    );
  });

  it('says the same of a document of several files', () => {
    const included = '# Costs\n\n| Service | Cost |\n|---|---|\n| API | $5 |\n';
    fc.assert(
      fc.property(overviewLike, edits, fc.boolean(), (text, changes, inMain) =>
        holdsAfterEach(inMain ? text : included, changes, (now) =>
          joinPages({ file: 'overview.md', text: inMain ? now : text }, [
            { file: 'costs.md', text: inMain ? included : now },
            { file: 'slos.md', text: '# SLOs\n\n| Service | SLO |\n|---|---|\n| API | 99.9 % |\n' },
          ]),
        ),
      ),
      { numRuns: 60 },
    );
  });

  it('keeps what an edit does not touch, and does not keep what it does', () => {
    const reader = createReader();
    const text =
      '# T\n\n## Services\n\n| Service | Responsibility |\n|---|---|\n| API | answers |\n\n## SLOs\n\n| Service | SLO |\n|---|---|\n| API | 99.9 % |\n';
    const first = reader(text);
    const second = reader(text.replace('99.9', '99.5'));
    expect(second.overview.services).toBe(first.overview.services);
    expect(second.overview.slos).not.toEqual(first.overview.slos);
  });
});
