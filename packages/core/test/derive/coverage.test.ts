import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statementsOf } from '#model/index';
import { type CoverageSource, coverage } from '../../src/derive/coverage.ts';
import type { Evidence, Stated } from '../../src/model/index.ts';

const stated = <T>(id: string, value: T, from = 0): Stated<T> => ({
  id,
  value,
  span: { from, to: from + 1 },
  notation: 'text',
});

const nothingHolds: CoverageSource['holds'] = { drawn: [], checked: [], simulated: [], enforced: [] };

const seen = (part: Pick<Evidence, 'statement' | 'held'>): Evidence => ({
  by: 'a-drill',
  at: '2026-01-01T00:00:00Z',
  documentHash: 'f00',
  seen: 'It was so.',
  ...part,
});

describe('coverage', () => {
  it('lists the stages of each statement in their order', () => {
    const { statements } = coverage({
      statements: [stated('slos/api/objective', 0.999), stated('costs/api/cost', 40)],
      prose: [],
      length: 10,
      holds: { ...nothingHolds, drawn: ['slos/**'], enforced: ['slos/*/objective'], checked: ['slos/*/objective'] },
    });
    expect(statements.map(({ id, stages }) => [id, stages])).toEqual([
      ['slos/api/objective', ['drawn', 'checked', 'enforced']],
      ['costs/api/cost', []],
    ]);
  });

  it('knows the parts of a list by their numbers', () => {
    const ids = ['front-matter/includes-1', 'front-matter/includes-12', 'front-matter/status', 'front-matter/includes'];
    const { statements } = coverage({
      statements: ids.map((id) => stated(id, 'a.md')),
      prose: [],
      length: 10,
      holds: { ...nothingHolds, checked: ['front-matter/includes-*'] },
    });
    expect(statements.filter(({ stages }) => stages.length > 0).map(({ id }) => id)).toEqual(ids.slice(0, 2));
  });

  it('counts as proven what an inspection saw hold, and nothing that one saw not hold', () => {
    const { total, statements } = coverage({
      statements: [stated('slos/api/objective', 0.999), stated('threats/ssrf/status', true), stated('title', 'Desk')],
      prose: [],
      length: 10,
      holds: nothingHolds,
      evidence: [
        seen({ statement: 'slos/api/objective', held: true }),
        seen({ statement: 'threats/ssrf/status', held: false }),
        seen({ statement: 'threats/of-old/status', held: true }),
      ],
    });
    expect(statements.map(({ stages }) => stages)).toEqual([['proven'], [], []]);
    expect(total).toEqual({ statements: 3, reached: { ...zeroes, proven: 1 }, unreached: 2 });
  });

  it('counts by section, in the order of the document', () => {
    const { sections, total } = coverage({
      statements: [
        stated('slos/api/objective', 0.999),
        stated('slos/web/objective', 0.9),
        stated('costs/api/cost', 40),
      ],
      prose: [],
      length: 10,
      holds: { ...nothingHolds, drawn: ['slos/api/objective'] },
    });
    expect(sections).toEqual([
      { section: 'slos', statements: 2, reached: { ...zeroes, drawn: 1 }, unreached: 1 },
      { section: 'costs', statements: 1, reached: zeroes, unreached: 1 },
    ]);
    expect(total).toEqual({ statements: 3, reached: { ...zeroes, drawn: 1 }, unreached: 2 });
  });

  it('counts each character of overlapping prose once', () => {
    const prose = [
      { span: { from: 4, to: 8 }, text: 'efgh' },
      { span: { from: 2, to: 6 }, text: 'cdef' },
      { span: { from: 3, to: 5 }, text: 'de' },
    ];
    expect(coverage({ statements: [], prose, length: 12, holds: nothingHolds }).proseShare).toBe(0.5);
  });

  it('calls no part of an empty document prose', () => {
    expect(coverage({ statements: [], prose: [], length: 0, holds: nothingHolds }).proseShare).toBe(0);
  });

  it('adds the sections up to the total', () => {
    const id = fc.constantFrom('slos/api/objective', 'slos/web/minutes', 'costs/api/cost', 'threats/ssrf/status');
    const pattern = fc.constantFrom('slos/**', 'costs/*/cost', '*/api/*', '**', 'threats');
    const holds = fc.record({
      drawn: fc.array(pattern),
      checked: fc.array(pattern),
      simulated: fc.array(pattern),
      enforced: fc.array(pattern),
    });
    const evidence = fc.array(fc.record({ statement: id, held: fc.boolean() }).map(seen));
    fc.assert(
      fc.property(fc.array(id), holds, evidence, (ids, patterns, found) => {
        const statements = ids.map((each) => stated(each, 1));
        const { sections, total } = coverage({ statements, prose: [], length: 1, holds: patterns, evidence: found });
        const sum = (count: (section: (typeof sections)[number]) => number): number =>
          sections.reduce((all, section) => all + count(section), 0);
        expect(sum((section) => section.statements)).toBe(total.statements);
        expect(sum((section) => section.unreached)).toBe(total.unreached);
        for (const stage of ['drawn', 'checked', 'simulated', 'enforced', 'proven'] as const) {
          expect(sum((section) => section.reached[stage])).toBe(total.reached[stage]);
        }
      }),
    );
  });
});

describe('statementsOf', () => {
  it('finds statements however deep they stand, in the order of the text', () => {
    const tree = {
      rows: [{ name: stated('b', 'x', 7) }, { name: stated('c', 'y', 9) }],
      title: stated('a', 't', 2),
      step: 4,
    };
    expect(statementsOf(tree).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('does not look for statements inside a statement', () => {
    expect(statementsOf(stated('a', { hole: 'token', text: '{{ENV}}' }))).toHaveLength(1);
  });
});

const zeroes = { drawn: 0, checked: 0, simulated: 0, enforced: 0, proven: 0 };
