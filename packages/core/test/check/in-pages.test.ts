import { describe, expect, it } from 'vitest';
import type { Finding } from '#check/finding';
import { findingsInPages } from '#check/in-pages';
import { joinPages } from '#text/pages';

const main = { file: 'overview.md', text: 'abc' };
const pages = joinPages(main, [{ file: 'b.md', text: '---\n---\ndef' }]);
/** `def` begins behind the lines between the two, and the line break behind its front matter. */
const inB = 3 + 2 + 1;

const finding: Finding = {
  rule: 'r',
  severity: 'error',
  message: 'm',
  span: { from: inB, to: inB + 3 },
  notes: [
    { message: 'here', span: { from: 0, to: 3 } },
    { message: 'profile', span: { from: 0, to: 1 }, file: 'p.yml' },
  ],
};

function withEdits(...spans: readonly (readonly [from: number, to: number])[]): Finding {
  const edits = spans.map(([from, to]) => ({ span: { from, to }, text: 'x' }));
  return { ...finding, repairs: [{ title: 't', safe: true, edits }] };
}

describe('findings in a document of several files', () => {
  it('are in the file that they are about, with their notes', () => {
    expect(findingsInPages([finding], pages)).toEqual([
      { ...finding, file: 'b.md', span: { from: 8, to: 11 }, notes: finding.notes },
    ]);
  });

  it('keep their repairs, counted in that file', () => {
    expect(findingsInPages([withEdits([inB, inB + 1], [inB + 3, inB + 3])], pages)[0]?.repairs).toEqual([
      {
        title: 't',
        safe: true,
        edits: [
          { span: { from: 8, to: 9 }, text: 'x' },
          { span: { from: 11, to: 11 }, text: 'x' },
        ],
      },
    ]);
  });

  it('lose a repair that would change another file too, or reach over the end of one', () => {
    expect(findingsInPages([withEdits([inB, inB + 1], [0, 1])], pages)[0]).not.toHaveProperty('repairs');
    expect(findingsInPages([withEdits([1, inB])], pages)[0]).not.toHaveProperty('repairs');
  });

  it('stay as they are where they name a file, and where there is one only', () => {
    const inProfile = { ...withEdits([0, 1]), file: 'p.yml', notes: [] };
    expect(findingsInPages([inProfile], pages)).toEqual([inProfile]);
    expect(findingsInPages([finding], joinPages(main))).toEqual([finding]);
  });
});
