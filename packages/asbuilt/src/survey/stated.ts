import type { Hole, Notation, Stated } from '@asbuilt/core/model';

/** A statement of a document that is not written yet: it has neither a place nor an id. */
export function stated<T>(value: T, notation: Notation = 'text'): Stated<T> {
  return { id: '', value, span: { from: 0, to: 0 }, notation };
}

/** A decision that people make, as the template writes it: `open('dev/staging/prod')` stands there as `[dev/staging/prod]`. */
export function open(question: string): Stated<Hole> {
  return stated({ hole: 'decision', text: `[${question}]` });
}

/** The value where there is one, else the question. */
export function statedOr<T>(value: T | undefined, question: string, notation: Notation = 'text'): Stated<T | Hole> {
  return value === undefined ? open(question) : stated(value, notation);
}
