import type { Edit, Span } from '#model/index';
import type { Finding, Repair } from './finding.ts';

/** A repair that is applied, and the finding that it mends. */
export interface AppliedRepair {
  readonly finding: Finding;
  readonly repair: Repair;
}

/**
 * The safe repairs of findings that can be applied together: where two touch, the earlier one of the text; the other may
 * follow once the text is read again. A repair is taken whole or not at all.
 */
export function safeRepairs(findings: readonly Finding[]): AppliedRepair[] {
  const taken = new Map<string, Span[]>();
  return findings.flatMap((finding) => {
    const repair = finding.repairs?.find(({ safe }) => safe);
    if (repair === undefined || repair.edits.length === 0) return [];
    const spans = taken.get(finding.file ?? '') ?? [];
    if (repair.edits.some(({ span }) => spans.some((other) => touch(span, other)))) return [];
    taken.set(finding.file ?? '', [...spans, ...repair.edits.map(({ span }) => span)]);
    return [{ finding, repair }];
  });
}

/** The edits of repairs by the file that they are in; '' is the overview. */
export function editsByFile(applied: readonly AppliedRepair[]): ReadonlyMap<string, readonly Edit[]> {
  const byFile = new Map<string, Edit[]>();
  for (const { finding, repair } of applied) {
    const file = finding.file ?? '';
    byFile.set(file, [...(byFile.get(file) ?? []), ...repair.edits]);
  }
  return byFile;
}

/** Neighbours touch too: two insertions at one place have no order. */
function touch(one: Span, other: Span): boolean {
  return one.from <= other.to && other.from <= one.to;
}
