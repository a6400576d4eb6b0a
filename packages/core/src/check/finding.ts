import type { Edit, Span } from '#model/index';

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
  /** What stands there is a secret: it is not printed again where a line is quoted. */
  readonly conceals?: true;
  /** Changes that mend it, the likeliest first; absent where only a person can decide. */
  readonly repairs?: readonly Repair[];
}

/** A change of the text that a finding is about, after which it is gone. */
export interface Repair {
  /** What it does, as a menu says it: `Write $130 as the total`. */
  readonly title: string;
  /** In the file of the finding; they do not overlap. */
  readonly edits: readonly Edit[];
  /** Whether it is the one right repair: then `asbuilt check --fix` applies it without asking. */
  readonly safe: boolean;
}

/** Another place that takes part in a finding. */
export interface Note {
  readonly message: string;
  readonly span: Span;
  /** As in `Finding`. */
  readonly file?: string;
}
