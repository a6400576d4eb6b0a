import type { Stated } from './stated.ts';

/** Background jobs: what runs outside a request. */
export interface Jobs<H = never> {
  readonly queue?: Stated<string | H>;
  readonly types: readonly Stated<string | H>[];
  readonly processing: readonly Stated<string | H>[];
  /** What is done about a job that fails. */
  readonly retries?: Stated<string | H>;
}
