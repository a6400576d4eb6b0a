import type { Edit, Span } from '#model/index';
import type { Pages } from '#text/pages';
import type { Finding, Note, Repair } from './finding.ts';

/**
 * Findings in a document of several files, each with the file that it is about. A repair that would change another one too is
 * left out. What names a file already, the profile's, stays as it is.
 */
export function findingsInPages(findings: readonly Finding[], pages: Pages): readonly Finding[] {
  return pages.included.length === 0 ? findings : findings.map((finding) => placed(finding, pages));
}

function placed(finding: Finding, pages: Pages): Finding {
  const { repairs, ...rest } = finding;
  const notes = finding.notes.map((note) => inPage(note, pages));
  const at = inPage(rest, pages);
  if (finding.file !== undefined || repairs === undefined) return { ...at, notes, ...(repairs && { repairs }) };
  const kept = repairs.flatMap((repair) => repairIn(at.file, repair, pages));
  return { ...at, notes, ...(kept.length > 0 && { repairs: kept }) };
}

function inPage<T extends Note>(at: T, pages: Pages): T {
  return at.file === undefined ? { ...at, ...pages.at(at.span) } : at;
}

function repairIn(file: string | undefined, repair: Repair, pages: Pages): Repair[] {
  const edits = repair.edits.flatMap((edit): Edit[] => {
    return isIn(file, edit.span, pages) ? [{ ...edit, span: pages.at(edit.span).span }] : [];
  });
  return edits.length === repair.edits.length ? [{ ...repair, edits }] : [];
}

/** Both ends: a span over the end of a page would be cut off there. */
function isIn(file: string | undefined, { from, to }: Span, pages: Pages): boolean {
  return [from, to].every((offset) => pages.at({ from: offset, to: offset }).file === file);
}
