import type { Stated } from './stated.ts';
import type { MinutesPerMonth, Ratio } from './units.ts';

/** A service level objective and the error budget that the document writes beside it. */
export interface Slo<H = never> {
  readonly service: Stated<string | H>;
  /** The share of good minutes or requests, 0 to 1. */
  readonly objective?: Stated<Ratio | H>;
  /** The stated budget: 1 − objective, if the document is right. */
  readonly statedBudget?: Stated<Ratio | H>;
  readonly statedMinutesPerMonth?: Stated<MinutesPerMonth | H>;
}
