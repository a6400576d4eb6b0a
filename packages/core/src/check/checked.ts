import type { Finding } from './finding.ts';
import type { OtherTexts } from './sources.ts';

/** A document and what was found in it: all that printing takes. */
export interface CheckedDocument {
  /** As the user named it. */
  readonly file: string;
  readonly text: string;
  readonly findings: readonly Finding[];
  /** Texts of the files that findings name besides the document, e.g. the profile's. */
  readonly others: OtherTexts;
}
