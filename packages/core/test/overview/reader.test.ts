import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Draft } from '#model/index';
import { createReader, read } from '#overview/read';
import { template } from '#overview/template';
import { joinPages } from '#text/pages';
import { anyText, overviewLike } from './documents.ts';
import { type Edit, edited, edits } from './edits.ts';

interface Asked {
  readonly text: string;
  readonly starts: readonly number[];
}

function alone(text: string): Asked {
  return { text, starts: [] };
}

/** Each version of a document as the reader reads it that remembers, and as one that reads all again. */
function bothReadings(
  start: string,
  changes: readonly Edit[],
  asRead: (text: string) => Asked = alone,
): [Draft, Draft][] {
  const reader = createReader();
  let now = start;
  return [undefined, ...changes].map((change) => {
    now = change === undefined ? now : edited(now, change);
    const { text, starts } = asRead(now);
    return [reader(text, starts), read(text, starts)];
  });
}

describe('a reader that remembers', () => {
  it.each([
    ['of any text', anyText],
    ['of an overview', overviewLike],
    ['of the template', fc.constant(template)],
  ])('says the same as one that reads all again, after any edits %s', (_, texts) => {
    fc.assert(
      fc.property(texts, edits, (text, changes) => {
        for (const [remembered, whole] of bothReadings(text, changes)) expect(remembered).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  it('says the same of a document of several files', () => {
    const included = '# Costs\n\n| Service | Cost |\n|---|---|\n| API | $5 |\n';
    fc.assert(
      fc.property(overviewLike, edits, fc.boolean(), (text, changes, inMain) => {
        const readings = bothReadings(inMain ? text : included, changes, (now) =>
          joinPages({ file: 'overview.md', text: inMain ? now : text }, [
            { file: 'costs.md', text: inMain ? included : now },
            { file: 'slos.md', text: '# SLOs\n\n| Service | SLO |\n|---|---|\n| API | 99.9 % |\n' },
          ]),
        );
        for (const [remembered, whole] of readings) expect(remembered).toEqual(whole);
      }),
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
