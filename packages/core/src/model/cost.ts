import type { Stated } from './stated.ts';
import type { UsdPerMonth } from './units.ts';

/** One row of the cost table. */
export interface Cost<H = never> {
  readonly service: Stated<string | H>;
  readonly tier?: Stated<string | H>;
  readonly usdPerMonth?: Stated<UsdPerMonth | H>;
}
