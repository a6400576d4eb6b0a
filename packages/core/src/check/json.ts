import type { Edit, LineRange } from '#model/index';
import type { Finding, Note, Repair, Severity } from './finding.ts';
import { type FindSource, type OtherTexts, sources } from './sources.ts';

/** Findings as other programs read them: places as 1-based lines and columns (UTF-16 code units), ends exclusive. */
export interface FindingsJson {
  readonly file: string;
  readonly findings: readonly FindingJson[];
  readonly errors: number;
  readonly warnings: number;
}

export interface FindingJson extends LineRange {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** The file that the place counts in, where it is not the overview. */
  readonly file?: string;
  readonly notes: readonly NoteJson[];
  readonly help?: string;
  readonly repairs?: readonly RepairJson[];
}

/** A change that mends a finding; `safe` where it is the one right repair. */
export interface RepairJson {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly (LineRange & Pick<Edit, 'text'>)[];
}

export interface NoteJson extends LineRange {
  readonly message: string;
  readonly file?: string;
}

/**
 * Findings as data.
 * @param others texts of the files that findings name besides the overview, e.g. the profile's
 */
export function findingsJson(
  file: string,
  text: string,
  findings: readonly Finding[],
  others: OtherTexts = new Map(),
): FindingsJson {
  const find = sources(file, text, others);
  return {
    file,
    findings: findings.map((finding) => ({
      rule: finding.rule,
      severity: finding.severity,
      ...placed(finding, find),
      notes: finding.notes.map((note) => placed(note, find)),
      ...(finding.help !== undefined && { help: finding.help }),
      ...(finding.repairs !== undefined && { repairs: repairsJson(finding, finding.repairs, find) }),
    })),
    errors: tally(findings, 'error'),
    warnings: tally(findings, 'warning'),
  };
}

/** How many findings are of one severity. */
export function tally(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

function repairsJson({ file }: Finding, repairs: readonly Repair[], find: FindSource): RepairJson[] {
  const { lines } = find(file);
  return repairs.map(({ title, safe, edits }) => ({
    title,
    safe,
    edits: edits.map(({ span, text }) => ({ ...lines.range(span), text })),
  }));
}

function placed(at: Note, find: FindSource): NoteJson {
  return {
    message: at.message,
    ...(at.file !== undefined && { file: at.file }),
    ...find(at.file).lines.range(at.span),
  };
}
