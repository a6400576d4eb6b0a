import type { Finding, Severity } from '@asbuilt/core/check';

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The worst first; those of one severity stay in the order of the text. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((one, other) => ranks[one.severity] - ranks[other.severity]);
}
