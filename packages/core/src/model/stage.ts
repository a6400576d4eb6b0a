/** How far a statement got. `prose` is not among them: prose is no statement. */
export type Stage = 'drawn' | 'checked' | 'simulated' | 'enforced' | 'proven';

/** The stages in their order. */
export const stages: readonly Stage[] = ['drawn', 'checked', 'simulated', 'enforced', 'proven'];

/**
 * A pattern of statement ids: parts separated by `/`, where `*` stands for one part, `-*` at the end of a part for any of a
 * list (`includes-2`), and a last `**` for any rest. E.g. `failure-modes/:row/timeout` with `*` for `:row`.
 */
export type StatementPattern = string;

/** Whether a statement's id fits a pattern. */
export function fits(id: string, pattern: StatementPattern): boolean {
  const want = pattern.split('/');
  const have = id.split('/');
  for (const [index, part] of want.entries()) {
    if (part === '**') return true;
    if (!fitsPart(have[index], part)) return false;
  }
  return want.length === have.length;
}

function fitsPart(have: string | undefined, want: string): boolean {
  if (have === undefined) return false;
  if (want === '*' || want === have) return true;
  return want.endsWith('-*') && have.startsWith(want.slice(0, -1));
}
