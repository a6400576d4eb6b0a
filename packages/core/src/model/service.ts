import type { Stated } from './stated.ts';

/** A service and its contract. */
export interface Service<H = never> {
  readonly name: Stated<string | H>;
  readonly responsibility?: Stated<string | H>;
  readonly interface?: Stated<string | H>;
  readonly protocol?: Stated<string | H>;
}
