import type { Notation } from '#model/index';
import { lettered } from '#text/lettered';
import { escapeText } from './escape-text.ts';

/** A value found in a text, and the part of the text that says it. */
export interface Found<T> {
  readonly value: T;
  /** Indices into the text that was searched. */
  readonly start: number;
  readonly end: number;
}

/** A way of writing a value: found in a text, and printed again. `read(print(value))` is the value. */
export interface ValueNotation<T> {
  readonly notation: Notation;
  /** The first such value in the text; undefined where there is none. */
  readonly read: (text: string) => Found<T> | undefined;
  readonly print: (value: T) => string;
}

/**
 * Finds a pattern whose first group is what the value spans.
 * @param needed what every text that has such a value has in it: short and quick, so that the pattern is made and tried only
 * where it may be found
 * @param patternFor the pattern for a text
 */
export function find<T>(
  needed: RegExp,
  patternFor: (text: string) => RegExp,
  toValue: (match: RegExpExecArray) => T | undefined,
): (text: string) => Found<T> | undefined {
  return (text) => {
    const match = needed.test(text) ? patternFor(text).exec(text) : null;
    const value = match === null ? undefined : toValue(match);
    const said = match?.[1];
    if (match === null || value === undefined || said === undefined) return undefined;
    const start = match.index + match[0].indexOf(said);
    return { value, start, end: start + said.length };
  };
}

const letter = lettered((letters) => `[${letters}]`);

function isLetter(char: string | undefined): boolean {
  return char !== undefined && letter(char).test(char);
}

/** Text as it stands, all of it. */
export const text: ValueNotation<string> = {
  notation: 'text',
  read: (said) => (said === '' ? undefined : { value: said, start: 0, end: said.length }),
  print: escapeText,
};

const pathPattern = /(?<![^\s(:=])((?:[\w.@~\-/[\]{}+]*\/)?[\w.@~\-[\]{}+]*(?:\.[A-Za-z][\w]{0,9}|\/))(?![\w/])/;

/** A path: the first word with a slash or an extension in it. */
export const path: ValueNotation<string> = {
  notation: 'path',
  read: find(
    /[./]/,
    () => pathPattern,
    (match) => (/^(?:\.{1,2}\/?|\/)$/.test(match[1] ?? '') ? undefined : match[1]),
  ),
  print: (said) => said,
};

/** One of a few words: each value with the pattern that says it. The first value in the list that is found counts. */
export function choice<T extends string>(values: Readonly<Record<T, RegExp>>): ValueNotation<T> {
  const entries = Object.entries(values) as [T, RegExp][];
  return {
    notation: 'choice',
    read: (said) => {
      for (const [value, pattern] of entries) {
        const match = pattern.exec(said);
        if (match !== null && !isLetter(said[match.index - 1]))
          return { value, start: match.index, end: match.index + match[0].length };
      }
      return undefined;
    },
    print: (value) => value.replaceAll('-', ' '),
  };
}

const box = /(☐|☑|☒|✅|✓|✔|❌|\[[ xX]\])/u;

/** Whether a box is ticked: `☐`, `☑`, `✅`, `[ ]`, `[x]`. */
export const tick: ValueNotation<boolean> = {
  notation: 'tick',
  read: find(
    /[^\w\s]/,
    () => box,
    (match) => /[☑✅✓✔xX]/u.test(match[1] ?? ''),
  ),
  print: (ticked) => (ticked ? '☑' : '☐'),
};

/** That something is said at all: the value is `true`, its span the words that say it. */
export function presence(pattern: RegExp): ValueNotation<true> {
  return {
    notation: 'presence',
    read: (said) => {
      const match = pattern.exec(said);
      return match === null ? undefined : { value: true, start: match.index, end: match.index + match[0].length };
    },
    print: () => '',
  };
}
