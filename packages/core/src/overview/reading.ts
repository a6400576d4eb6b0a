import type { Hole, Misfit, Notation, Span, Stated } from '#model/index';
import { sliceSpan } from '#text/inline';
import { lettered } from '#text/lettered';
import type { Inline } from '#text/tree';
import { asHole, firstHole, type LinkLabels } from './hole.ts';
import type { ValueNotation } from './notation.ts';

/** What the section readers share while one document is read: it hands out statements and remembers what was understood. */
export interface Reading {
  /** Text that was understood as a value or as structure (labels, column titles); the rest is prose. */
  readonly understood: Span[];
  /** What stood in a value's place and did not say one. */
  readonly misfits: Misfit[];
  readonly labels: LinkLabels;
  /**
   * States what a run says in a notation; a hole in it makes the statement a hole; undefined where it says neither, which
   * is a misfit unless it says nothing at all.
   */
  state<T>(place: readonly string[], run: Inline, notation: ValueNotation<T>): Stated<T | Hole> | undefined;
  /** The same for values that cannot be open. */
  stateKnown<T>(place: readonly string[], run: Inline, notation: ValueNotation<T>): Stated<T> | undefined;
  /** States a value that is implied by the words at a place, e.g. "Close after successful request" for 1. */
  imply<T>(place: readonly string[], span: Span, value: T, notation: ValueNotation<T>): Stated<T>;
}

/** Begins to read a document. */
export function startReading(labels: LinkLabels): Reading {
  const understood: Span[] = [];
  const misfits: Misfit[] = [];
  const idOf = identifying();
  const settle = <T>(place: readonly string[], value: T, span: Span, notation: Notation): Stated<T> => {
    understood.push(span);
    return { id: idOf.next(place), value, span, notation };
  };
  const known = <T>(place: readonly string[], run: Inline, notation: ValueNotation<T>): Stated<T> | undefined => {
    const found = notation.read(run.plain);
    if (found === undefined) return undefined;
    return settle(place, found.value, sliceSpan(run, found.start, found.end), notation.notation);
  };
  const open = (place: readonly string[], run: Inline, notation: Notation): Stated<Hole> | undefined => {
    const value = isWhole(notation) ? asHole(run.plain, labels) : firstHole(run.plain, labels);
    if (value === undefined) return undefined;
    const start = Math.max(0, run.plain.indexOf(value.text));
    return settle(place, value, sliceSpan(run, start, start + value.text.length), notation);
  };
  return {
    understood,
    misfits,
    labels,
    stateKnown: known,
    state: (place, run, notation) => {
      const stated =
        isWhole(notation.notation) || isOneHole(run, labels)
          ? (open(place, run, notation.notation) ?? known(place, run, notation))
          : (known(place, run, notation) ?? open(place, run, notation.notation));
      if (stated === undefined && run.plain !== '') {
        misfits.push({
          place: idOf.wanted(place),
          notation: notation.notation,
          text: run.plain,
          span: run.span,
        });
      }
      return stated;
    },
    imply: (place, span, value, notation) => settle(place, value, span, notation.notation),
  };
}

/** What is a hole from end to end names choices, not values: `[30s/60s]`. */
function isOneHole({ plain }: Inline, labels: LinkLabels): boolean {
  return /^[[{]/.test(plain) && firstHole(plain, labels)?.text === plain;
}

/** Text and paths are read whole: a hole anywhere in them leaves all of it open. */
function isWhole(notation: Notation): boolean {
  return notation === 'text' || notation === 'path';
}

interface Identifying {
  /** The id of a place, were it the only one. */
  wanted(place: readonly string[]): string;
  /** The id of the next statement at a place: ids that are taken get numbers. */
  next(place: readonly string[]): string;
}

/** Remembers what it has made of each word, which stands in many ids, and how far it has counted equal ones: it stays linear. */
function identifying(): Identifying {
  const slugs = new Map<string, string>();
  const taken = new Map<string, number>();
  const part = (words: string): string => {
    const known = slugs.get(words);
    if (known !== undefined) return known;
    const made = slug(words);
    slugs.set(words, made);
    return made;
  };
  const wanted = (place: readonly string[]): string => {
    let id = '';
    for (const words of place) id += id === '' ? part(words) : `/${part(words)}`;
    return id;
  };
  const next = (place: readonly string[]): string => {
    const first = wanted(place);
    let copy = taken.get(first);
    if (copy === undefined) {
      taken.set(first, 0);
      return first;
    }
    let id = first;
    while (taken.has(id)) {
      copy += 1;
      id = `${first}-${copy + 1}`;
    }
    taken.set(first, copy);
    taken.set(id, 0);
    return id;
  };
  return { wanted, next };
}

const signs = lettered((letters, digits) => `[^${letters}${digits}]+`, 'g');

/** Letters and digits of any language, lower case, words joined by `-`: a part of a statement's id. */
function slug(words: string): string {
  const lower = words.toLowerCase();
  const joined = lower
    .replace(signs(lower), '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return joined === '' ? 'unnamed' : joined;
}
