/** How far a statement got. `prose` is not among them: prose is no statement. */
export type Stage = 'drawn' | 'checked' | 'simulated' | 'enforced' | 'proven';

/** The stages in their order. */
export const stages: readonly Stage[] = ['drawn', 'checked', 'simulated', 'enforced', 'proven'];

/**
 * A pattern of statement ids: parts separated by `/`, where `*` stands for one part and a last `**` for any rest.
 * E.g. `failure-modes/:row/timeout` with `*` for `:row`.
 */
export type StatementPattern = string;

/** Whether a statement's id fits a pattern. */
export function fits(id: string, pattern: StatementPattern): boolean {
  const want = pattern.split('/');
  const have = id.split('/');
  for (const [index, part] of want.entries()) {
    if (part === '**') return true;
    if (have[index] === undefined || (part !== '*' && part !== have[index])) return false;
  }
  return want.length === have.length;
}
