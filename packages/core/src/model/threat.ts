import type { Stated } from './stated.ts';

/** One row of the threat checklist. Only evidence ticks it. */
export interface Threat<H = never> {
  readonly threat: Stated<string | H>;
  readonly mitigations: readonly Stated<string | H>[];
  readonly ticked?: Stated<boolean>;
}
