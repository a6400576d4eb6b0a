import type { Stated } from './stated.ts';

/** A document or file that the overview builds on. */
export interface Reference<H = never> {
  readonly name: Stated<string | H>;
  readonly path?: Stated<string | H>;
}

/** A link to a related document. */
export interface Link<H = never> {
  readonly text: string;
  /** The target as written: a relative path, an address or a `#heading`. */
  readonly target: Stated<string | H>;
}
