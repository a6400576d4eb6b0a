import type { Evidence } from '#model/index';

/**
 * What inspections say about each statement. Of each drill or probe its latest look counts, since what held once may be
 * gone; where two disagree, the one that saw it not hold.
 */
export function latestEvidence(evidence: readonly Evidence[]): ReadonlyMap<string, Evidence> {
  const telling = new Map<string, Evidence>();
  for (const seen of latestLooks(evidence)) {
    const before = telling.get(seen.statement);
    if (before === undefined || isMoreTelling(seen, before)) telling.set(seen.statement, seen);
  }
  return telling;
}

/** The latest look of each inspection at each statement. */
function latestLooks(evidence: readonly Evidence[]): Iterable<Evidence> {
  const looks = new Map<string, Evidence>();
  for (const seen of evidence) {
    // Neither a statement's id nor an inspection's name has a line break.
    const key = `${seen.statement}\n${seen.by}`;
    const before = looks.get(key);
    if (before === undefined || isLater(seen, before)) looks.set(key, seen);
  }
  return looks.values();
}

function isMoreTelling(one: Evidence, other: Evidence): boolean {
  return one.held === other.held ? isLater(one, other) : !one.held;
}

/** Of two looks at the same time the one that was noted last. */
function isLater(one: Evidence, other: Evidence): boolean {
  return Date.parse(one.at) >= Date.parse(other.at);
}
