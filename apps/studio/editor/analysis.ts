import { check, type Finding, type Severity } from '@asbuilt/core/check';
import type { Draft, Model } from '@asbuilt/core/model';
import { link, read } from '@asbuilt/core/overview';

/** Everything that the Studio knows of one state of a text. */
export interface Analysis {
  readonly draft: Draft;
  readonly model: Model;
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  readonly errors: number;
  readonly warnings: number;
}

/** What rules call the text; here it is the only file. */
const file = 'overview.md';

/** Reads and checks a text, in the browser. Without profile and project files, rules that need them are silent. */
export function analyse(text: string): Analysis {
  const draft = read(text);
  const model = link(draft);
  const findings = check({ file, draft, model });
  return { draft, model, findings, errors: tally(findings, 'error'), warnings: tally(findings, 'warning') };
}

function tally(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
