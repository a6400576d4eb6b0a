import type { Hole } from './hole.ts';
import { isHole } from './hole.ts';
import type { Span } from './span.ts';

/**
 * A statement: one value that the document states, with a stable id and the place it was read from.
 *
 * `T` admits `Hole` where the draft may still be open: `Stated<Milliseconds | Hole>`.
 */
export interface Stated<T> {
  /** `section/row/field`, e.g. `failure-modes/database-down/timeout`; unique in its document. */
  readonly id: string;
  readonly value: T;
  readonly span: Span;
  /** How the value is written, so that a changed value can be printed back. */
  readonly notation: Notation;
}

/** The ways of writing a value; `overview/notation.ts` reads and prints each. */
export type Notation =
  | 'text'
  | 'name'
  | 'path'
  | 'duration'
  | 'percent'
  | 'minutes'
  | 'money'
  | 'price'
  | 'count'
  | 'memory'
  | 'port'
  | 'choice'
  | 'tick'
  | 'presence';

/** Whether `value` is a statement. */
export function isStated(value: unknown): value is Stated<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'span' in value &&
    'notation' in value &&
    'value' in value
  );
}

/** The value of a statement, unless it is absent or a hole. */
export function known<T>(stated: Stated<T> | undefined): Exclude<T, Hole> | undefined {
  if (stated === undefined) return undefined;
  const { value } = stated;
  return isFilled(value) ? value : undefined;
}

function isFilled<T>(value: T): value is Exclude<T, Hole> {
  return !isHole(value);
}
