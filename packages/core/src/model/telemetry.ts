import type { Stated } from './stated.ts';

/** What the system tells of itself. */
export interface Telemetry<H = never> {
  readonly logging: Logging<H>;
  readonly metrics: Metrics<H>;
  readonly tracing: Tracing<H>;
}

export interface Logging<H = never> {
  readonly application?: Stated<string | H>;
  readonly aggregation?: Stated<string | H>;
  /** Levels in the order of the document, upper case. */
  readonly levels: readonly Stated<string | H>[];
}

export interface Metrics<H = never> {
  readonly application?: Stated<string | H>;
  readonly infrastructure?: Stated<string | H>;
  readonly business?: Stated<string | H>;
}

export interface Tracing<H = never> {
  readonly distributed?: Stated<string | H>;
  /** How request ids travel. */
  readonly requestIds?: Stated<string | H>;
  readonly performance?: Stated<string | H>;
}
