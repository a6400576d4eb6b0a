import type { Span } from '#model/index';

/** `error`: the document contradicts itself or cannot be run. `warning`: it is likely to hurt. `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/** One thing that does not hold, said so that the reader knows what, where, why, and what to do next. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence with the names and values involved. */
  readonly message: string;
  /** Where: in the overview, unless `file` names another text. */
  readonly span: Span;
  /** The profile or another file that the span counts in; absent for the overview itself. */
  readonly file?: string;
  /** The other places involved. */
  readonly notes: readonly Note[];
  /** What to do next, in one sentence. */
  readonly help?: string;
}

/** Another place that takes part in a finding. */
export interface Note {
  readonly message: string;
  readonly span: Span;
  /** As in `Finding`. */
  readonly file?: string;
}
