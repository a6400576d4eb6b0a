import type { Model } from '#model/index';

/** What may follow from what is stated. */
export type Measure =
  | 'error-budget'
  | 'objective-carried'
  | 'timeouts-nest'
  | 'breaker-opens'
  | 'attempts'
  | 'edge'
  | 'capacity'
  | 'cache-age'
  | 'monthly-cost';

/** One number, or whether something holds, that follows from what a version states. */
export interface Fact {
  /** Whom it is about: a service, an edge; empty for the whole system. */
  readonly subject: string;
  /** In the unit of its measure; for what holds or not, whether it does. */
  readonly value: number | boolean;
  /** How it came about, as a part of a sentence: `5 × 30 s`. */
  readonly because: string;
}

/** How a measure is taken, and how a change of it is said. */
export interface Measuring {
  readonly measure: Measure;
  readonly factsOf: (model: Model) => readonly Fact[];
  /** A sentence on what became of it; nothing where that is not worth one. At least one of the two is there. */
  readonly say: (before: Fact | undefined, after: Fact | undefined) => string | undefined;
}
