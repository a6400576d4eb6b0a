import { createChecker, type Finding, type Severity } from '@asbuilt/core/check';
import type { Draft, Model } from '@asbuilt/core/model';
import { createReader, link } from '@asbuilt/core/overview';

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

/**
 * Reads and checks the states of a text, in the browser: after an edit only what it touched. Without profile and project
 * files, rules that need them are silent.
 */
export function createAnalyser(): (text: string) => Analysis {
  const [read, check] = [createReader(), createChecker()];
  return (text) => {
    const draft = read(text);
    const model = link(draft);
    const findings = check({ file, draft, model });
    return { draft, model, findings, errors: tally(findings, 'error'), warnings: tally(findings, 'warning') };
  };
}

function tally(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
