import type { Draft, Model, Span } from '#model/index';
import type { Consequence } from './consequence.ts';

/** One of the two documents that are compared. */
export interface Version {
  readonly draft: Draft;
  readonly model: Model;
  /** What checking it found; where one of the versions has none, findings are not compared. */
  readonly findings?: readonly VersionFinding[];
}

/** As much of a finding as is compared. */
export interface VersionFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly span: Span;
  /** Where the span counts, unless in the overview. */
  readonly file?: string;
}

/** What is different between two versions of an overview: in what they state, what follows from it, and what checking finds. */
export interface Difference {
  /** In the order of the sections. */
  readonly changes: readonly Change[];
  readonly consequences: readonly Consequence[];
  /** Findings of the later version that the earlier one had not. */
  readonly appeared: readonly VersionFinding[];
  /** Findings of the earlier version that the later one has not any more. */
  readonly gone: readonly VersionFinding[];
}

/**
 * One change in what is stated.
 * - `added`, `removed`: a row of a table (then `field` is empty or the kind of row), or one value
 * - `changed`: a value
 * - `renamed`: what a row is about has another name; wherever else the name was replaced by the new one is no change
 * - `reordered`: the same things in another order, where order means something
 */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed' | 'renamed' | 'reordered';
  /** The stem of the section: `failure-modes`. */
  readonly section: string;
  /** What the row is about: `Database down`; empty where a section says it of the whole system. */
  readonly subject: string;
  /** Which value of it: `timeout`. */
  readonly field: string;
  readonly before?: Said;
  readonly after?: Said;
  /** What else an added or removed row says. */
  readonly details?: readonly (readonly [field: string, text: string])[];
}

/** A value as a version states it. */
export interface Said {
  /** Of the statement, in its version. */
  readonly id: string;
  /** As the document writes it, on one line. */
  readonly text: string;
  readonly span: Span;
}
