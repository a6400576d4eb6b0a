import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHole, type Stated, statementsOf } from '#model/index';
import { findHoles } from '#overview/hole';
import { modelJson } from '#overview/json';
import { link } from '#overview/link';
import { print, printOverview } from '#overview/print';
import { read } from '#overview/read';
import { template } from '#overview/template';
import { anyText, overviewLike } from './documents.ts';

const runs = { numRuns: 500 };

describe('reading and printing', () => {
  it('is the identity, byte for byte, for any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(print(read(text))).toBe(text);
      }),
      runs,
    );
  });

  it('places every statement, hole and piece of prose inside of the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const draft = read(text);
        const spans = [...statementsOf(draft.overview), ...draft.holes, ...draft.prose, ...draft.problems].map(
          ({ span }) => span,
        );
        for (const { from, to } of spans) expect(0 <= from && from <= to && to <= text.length).toBe(true);
      }),
      runs,
    );
  });

  it('gives every statement an id of its own', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const ids = statementsOf(read(text).overview).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      runs,
    );
  });

  it('an edit of one value changes only the span of that value, and reads back', () => {
    fc.assert(
      fc.property(overviewLike, fc.nat(), (text, seed) => {
        const draft = read(text);
        const editable = statementsOf(draft.overview).filter(
          ({ value, notation }) => newValues[notation] !== undefined && !isHole(value),
        );
        const stated = editable[seed % Math.max(1, editable.length)];
        if (stated === undefined) return;
        const value = newValues[stated.notation];
        if (value === undefined) return;
        const edited = print(draft, new Map([[stated.id, value]]));
        const { from, to } = stated.span;
        expect(edited.startsWith(text.slice(0, from))).toBe(true);
        expect(edited.endsWith(text.slice(to))).toBe(true);
        // Marks that begin inside of the value and end outside of it are left without their partner.
        fc.pre(!/[*_`~<\\]/.test(text.slice(from, to)));
        expect(valueAt(edited, stated)).toBe(value);
      }),
      runs,
    );
  });

  it('links any draft into a model without holes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { overview } = link(read(text));
        for (const { value } of statementsOf(overview)) expect(isHole(value)).toBe(false);
      }),
      runs,
    );
  });
});

const newValues: Readonly<Partial<Record<Stated<unknown>['notation'], number | string>>> = {
  duration: 7_000,
  percent: 0.42,
  money: 77,
  memory: 3e9,
  text: 'Other words',
};

/** A changed name changes ids, so a value is found again by where it begins and how it is written. */
function valueAt(text: string, { span, notation }: Stated<unknown>): unknown {
  const found = statementsOf(read(text).overview).filter(
    (stated) => stated.span.from === span.from && stated.notation === notation,
  );
  return found[0]?.value;
}

describe('printing an overview as a new document', () => {
  it('reads back as the same values', () => {
    const before = modelJson(read(template));
    const after = modelJson(read(printOverview(read(template).overview)));
    expect(withoutFrontMatter(after)).toEqual(withoutFrontMatter(before));
  });

  it('writes any words into a cell so that they read back', () => {
    const id = 'services/frontend/responsibility';
    const words = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .map((said) => said.replace(/\s+/g, ' ').trim());
    const draft = read(template);
    fc.assert(
      fc.property(words, (said) => {
        fc.pre(said !== '' && findHoles(said).length === 0);
        const edited = read(print(draft, new Map([[id, said]])));
        expect(statementsOf(edited.overview).find((stated) => stated.id === id)?.value).toBe(said);
      }),
      runs,
    );
  });
});

function withoutFrontMatter({ task, ...rest }: ReturnType<typeof modelJson>): unknown {
  expect(task).toBeDefined();
  return rest;
}
