/** What an inspection says about a statement of the document. */
export type Verdict = Seen | NotInspected;

/** It was looked at on the running system, and held or was broken. */
export interface Seen {
  readonly kind: 'held' | 'broken';
  /** The id of the statement. */
  readonly statement: string;
  /** When, ISO 8601 in UTC. */
  readonly at: string;
  /** What was seen, in a sentence. */
  readonly seen: string;
}

/** It could not be looked at: evidence neither for nor against it. */
export interface NotInspected {
  readonly kind: 'not-inspected';
  readonly statement: string;
  /** Why not, in a sentence. */
  readonly reason: string;
}

/** A verdict on what was just seen. */
export function saw(statement: string, held: boolean, seen: string): Seen {
  return { kind: held ? 'held' : 'broken', statement, at: new Date().toISOString(), seen };
}

/** The same reason for several statements. */
export function notInspected(statements: readonly string[], reason: string): readonly NotInspected[] {
  return statements.map((statement) => ({ kind: 'not-inspected', statement, reason }));
}

/**
 * One verdict for each statement. Where it was looked at in several places, all of them must have held; a place where it
 * could not be looked at takes nothing away from those where it could.
 */
export function oneEach(verdicts: readonly Verdict[]): readonly Verdict[] {
  const byStatement = new Map<string, Verdict>();
  for (const verdict of verdicts) {
    const before = byStatement.get(verdict.statement);
    byStatement.set(verdict.statement, before === undefined ? verdict : joined(before, verdict));
  }
  return [...byStatement.values()];
}

function joined(one: Verdict, other: Verdict): Verdict {
  if (one.kind === 'not-inspected') return other;
  if (other.kind === 'not-inspected') return one;
  if (one.kind !== other.kind) return one.kind === 'broken' ? one : other;
  return { ...other, seen: one.seen === other.seen ? one.seen : `${one.seen} ${other.seen}` };
}
