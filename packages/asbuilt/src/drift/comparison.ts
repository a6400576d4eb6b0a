import type { Span } from '@asbuilt/core/model';
import type { Project } from '#files/project';
import type { Facts } from '#survey/facts';

/** What is compared: an overview with its profile, and what the files around it say. */
export interface DriftSubject {
  readonly project: Project;
  readonly facts: Facts;
}

/** A place in the overview, in its profile, or in another file of the repository. */
export type Place =
  | { readonly in: 'overview'; readonly span: Span }
  | { readonly in: 'profile'; readonly file: string; readonly span: Span }
  /** A line, 1-based, of a file by its path in the repository. */
  | { readonly in: 'repository'; readonly file: string; readonly line: number };

/** One thing that document and repository say differently. */
export interface Difference {
  /** The sentence that does not hold, as the name of a rule. */
  readonly rule: string;
  readonly message: string;
  readonly at: Place;
  /** The other places involved. */
  readonly notes: readonly (Place & { readonly message: string })[];
  readonly help: string;
}

/** What came of one comparison; that nothing was there to compare is no agreement. */
export interface Comparison {
  /** What was compared, in the plural: `frameworks`. */
  readonly what: string;
  readonly compared: number;
  readonly differences: readonly Difference[];
}
