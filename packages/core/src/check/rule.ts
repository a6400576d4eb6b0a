import type { Draft, Evidence, Model, ProfileDraft, Span, StatementPattern } from '#model/index';
import type { Finding, Severity } from './finding.ts';

/** Everything that a rule may look at. What is absent was not given: a rule that needs it is silent then. */
export interface Subject {
  /** Path of the overview as the user wrote it. */
  readonly file: string;
  readonly draft: Draft;
  readonly model: Model;
  readonly profile?: ProfileDraft;
  /** The files of the project, by paths relative to the overview's folder. */
  readonly files?: ProjectFiles;
  /** The folder of the file that a place of the draft stands in, from the overview's: '' for that, which is also meant where this is absent. */
  readonly folderOf?: (span: Span) => string;
  /** How the derived files that lie in the project compare with what the overview derives now. */
  readonly derived?: readonly DerivedFile[];
  /** What inspections have seen on this version of the document; none given is none seen. */
  readonly evidence?: readonly Evidence[];
}

/** The files of a project as a rule sees them. */
export interface ProjectFiles {
  has(path: string): boolean;
  /** The text of a file; undefined where there is none, it is no UTF-8 text or it is over a megabyte. */
  text(path: string): string | undefined;
}

/** A file that the overview derives. */
export interface DerivedFile {
  /** Relative to the overview's folder. */
  readonly path: string;
  /** `stale`: derived from another version of the overview. `edited`: changed by hand since. */
  readonly state: 'current' | 'stale' | 'edited' | 'missing';
}

/** What a rule reports: a finding without the parts that the rule itself fixes. */
export type Report = (
  found: Omit<Finding, 'rule' | 'severity' | 'notes'> & Partial<Pick<Finding, 'severity' | 'notes'>>,
) => void;

/** A sentence that must hold. Its name is its file's stem and its page's, `docs/rules/<name>.md`. */
export interface Rule {
  readonly name: string;
  /** The sentence, as `asbuilt explain` and the rule's page begin with it. */
  readonly sentence: string;
  readonly severity: Severity;
  /** The statements that it constrains. */
  readonly holds: readonly StatementPattern[];
  check(subject: Subject, report: Report): void;
}
