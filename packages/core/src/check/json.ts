import type { LineRange } from '#model/index';
import type { Finding, Note, Severity } from './finding.ts';
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
    })),
    errors: tally(findings, 'error'),
    warnings: tally(findings, 'warning'),
  };
}

/** How many findings are of one severity. */
export function tally(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

function placed(at: Note, find: FindSource): NoteJson {
  return {
    message: at.message,
    ...(at.file !== undefined && { file: at.file }),
    ...find(at.file).lines.range(at.span),
  };
}
