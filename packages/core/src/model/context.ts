import type { Stated } from './stated.ts';

/** A part of the system, and what it is made of. */
export interface Boundary<H = never> {
  readonly name: Stated<string | H>;
  readonly description?: Stated<string | H>;
}

/** Something outside the system that it talks to. */
export interface Integration<H = never> {
  readonly name: Stated<string | H>;
  readonly description?: Stated<string | H>;
}
