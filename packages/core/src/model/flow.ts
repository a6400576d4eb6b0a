import type { Stated } from './stated.ts';

/** One step of the request flow: `API → Database (query/mutation)`. */
export interface FlowStep<H = never> {
  /** The number that the document gives it, counted from 1. */
  readonly step: number;
  readonly from: Stated<string | H>;
  readonly to: Stated<string | H>;
  readonly label?: Stated<string | H>;
}
