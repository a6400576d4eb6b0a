import type { CheckedDocument, Rule } from '@asbuilt/core/check';

/** What is to be checked besides the file: plain data, so that it can be handed to another thread. */
export interface CheckRequest {
  /** Paths count from here. */
  readonly cwd: string;
  /** The profile for all files, where the user named one. */
  readonly profile?: string;
  /** The only rules to check, by name; none for all. */
  readonly rules: readonly string[];
  /** Whether the project's own rules, which its profile names, may run: they are code. */
  readonly ownRules: boolean;
}

/** A rule as far as it is spoken of. */
export type RuleInfo = Pick<Rule, 'name' | 'sentence' | 'severity'>;

/** What came of checking one file. */
export type Outcome =
  | {
      readonly kind: 'checked';
      readonly document: CheckedDocument;
      /** The project's own rules. */
      readonly ownRules: readonly RuleInfo[];
      /** Everything whose change may change the outcome, absolute. */
      readonly sources: readonly string[];
    }
  | {
      /** It could not be tried. */
      readonly kind: 'failed';
      readonly file: string;
      /** A sentence that names the file. */
      readonly message: string;
    };

export type Checked = Extract<Outcome, { kind: 'checked' }>;
