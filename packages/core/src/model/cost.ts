import type { PricePerMonth } from './price.ts';
import type { Stated } from './stated.ts';
import type { Bytes, UsdPerMonth } from './units.ts';

/** One row of the cost table. */
export interface Cost<H = never> {
  readonly service: Stated<string | H>;
  readonly tier?: Stated<string | H>;
  /** How many machines the price is for, where the tier says so: `2 × 4 core, 8GB`. */
  readonly machines?: Stated<number>;
  /** The size of one machine, where the tier says it. */
  readonly cpuCores?: Stated<number>;
  readonly memoryBytes?: Stated<Bytes>;
  readonly usdPerMonth?: Stated<UsdPerMonth | H>;
  /** The price where it is in another currency than US dollars; `usdPerMonth` is absent then, since nothing is converted. */
  readonly pricePerMonth?: Stated<PricePerMonth>;
}
