import type { Stated } from './stated.ts';

/** What an agent may do, and what it must not. */
export interface Guardrails<H = never> {
  readonly actions: readonly Stated<string | H>[];
  readonly guardrails: readonly Stated<string | H>[];
}
