import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diff, isSame } from '#diff/diff';
import type { Change, Difference, Version } from '#diff/difference';
import { isHole, type Stated, statementsOf } from '#model/index';
import { print } from '#overview/print';
import { read } from '#overview/read';
import { cpuMsOf } from '../cpu-ms.ts';
import { anyText, overviewLike } from '../overview/documents.ts';
import { shop, versionOf } from './shop.ts';

const runs = { numRuns: 100 };

const otherValues: Readonly<Partial<Record<Stated<unknown>['notation'], number | string>>> = {
  duration: 7_000,
  percent: 0.42,
  money: 77,
  memory: 3e9,
  count: 9,
  text: 'Other words',
};

/** A document with another value for one of its statements; nothing where it has none that can be given another. */
function edited(text: string, seed: number): { readonly text: string; readonly id: string } | undefined {
  const draft = read(text);
  const all = statementsOf(draft.overview);
  const editable = all.filter(
    ({ value, notation, span }) =>
      otherValues[notation] !== undefined &&
      !isHole(value) &&
      value !== otherValues[notation] &&
      !all.some((other) => other.span.from <= span.from && span.to <= other.span.to && other.span !== span),
  );
  const stated = editable[seed % Math.max(1, editable.length)];
  const value = stated && otherValues[stated.notation];
  if (stated === undefined || value === undefined) return undefined;
  return { text: print(draft, new Map([[stated.id, value]])), id: stated.id };
}

const mirrored: Readonly<Record<Change['kind'], Change['kind']>> = {
  added: 'removed',
  removed: 'added',
  changed: 'changed',
  renamed: 'renamed',
  reordered: 'reordered',
};

/** What a difference says, without the order in which it says it, seen from one side or the other. */
function seen(difference: Difference, isMirrored: boolean): unknown {
  const sides = <T>(before: T, after: T): readonly T[] => (isMirrored ? [after, before] : [before, after]);
  return {
    changes: difference.changes
      .map(({ kind, section, field, before, after }) =>
        JSON.stringify([isMirrored ? mirrored[kind] : kind, section, field, ...sides(before?.text, after?.text)]),
      )
      .toSorted(),
    consequences: difference.consequences
      .map(({ measure, before, after }) => JSON.stringify([measure, ...sides(before ?? null, after ?? null)]))
      .toSorted(),
  };
}

/** A document whose services have names that begin with a word. */
const fiveThousand = (word: string): string =>
  [
    '## Services\n\n| Service | Responsibility | Protocol |\n|---|---|---|',
    ...Array.from({ length: 5_000 }, (_, index) => `| ${word}${index} | does ${index % 7} | HTTP |`),
    '',
  ].join('\n');

/** All values that a version states, each once. */
const valuesIn = ({ draft }: Version): string => {
  const values: readonly string[] = statementsOf(draft.overview).map(({ value }) => JSON.stringify(value));
  return [...new Set<string>(values)].toSorted().join('\n');
};

describe('the difference of two documents', () => {
  it('is none between a document and itself, whatever the document', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(isSame(diff(versionOf(text), versionOf(text)))).toBe(true);
      }),
      runs,
    );
  });

  it('is exactly one change when one value was edited', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const edit = edited(shop, seed);
        if (edit === undefined) throw new Error('the document has values');
        const { changes } = diff(versionOf(shop), versionOf(edit.text));
        expect(changes.map(({ before }) => before?.id)).toEqual([edit.id]);
        expect(['changed', 'renamed']).toContain(changes[0]?.kind);
      }),
      runs,
    );
  });

  it('is the same from the other side, with before and after changed', () => {
    const documents = fc.oneof(overviewLike, fc.constant(shop));
    fc.assert(
      fc.property(documents, fc.nat(), fc.nat(), (text, one, other) => {
        const first = edited(text, one)?.text ?? text;
        const second = edited(edited(text, other)?.text ?? text, one + other)?.text ?? text;
        const [before, after] = [versionOf(first), versionOf(second)];
        expect(seen(diff(after, before), true)).toEqual(seen(diff(before, after), false));
      }),
      runs,
    );
  });

  it('of any two documents is found, and there is none only where both say the same', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const [before, after] = [versionOf(one), versionOf(other)];
        expect(diff(before, after).changes.length > 0 || valuesIn(after) === valuesIn(before)).toBe(true);
      }),
      runs,
    );
  });

  it('of two documents of five thousand rows each is found in a second or two', () => {
    const [before, after] = [versionOf(fiveThousand('Old')), versionOf(fiveThousand('Newer'))];
    expect(cpuMsOf(() => diff(before, after))).toBeLessThan(10_000);
  });
});
