import type { Renames } from './rename.ts';
import type { Row } from './row.ts';
import { fieldText, type Likeness, likeness } from './similarity.ts';

/** A row of the earlier version and what became of it. */
export interface Matched {
  readonly before: Row;
  readonly after: Row;
}

/** The rows of a table in both versions, and those that only one of them has. */
export interface Matching {
  readonly pairs: readonly Matched[];
  readonly removed: readonly Row[];
  readonly added: readonly Row[];
}

/** So many comparisons are made row by row; of larger tables only rows that share a telling value are compared. */
const mostComparisons = 10_000;
/** A value that more rows than these have tells none of them. */
const commonAt = 20;

/**
 * Finds the rows of two versions of a table that are the same row: first those that say the same, then those with the same
 * name, then those that are alike in name and values. Where a row stands says nothing.
 */
export function matchRows(before: readonly Row[], after: readonly Row[], renames: Renames): Matching {
  const pairs: Matched[] = [];
  let left: Left = { removed: before, added: after };
  for (const text of [wholeText, nameText]) {
    // As it was called first: a name that changed in one table only is the old one in the others.
    for (const named of [text, (row: Row) => renames.forward(text(row))]) {
      const found = pairBy(left.removed, left.added, named, text);
      pairs.push(...found);
      left = without(left, found);
    }
  }
  const alike = pairAlike(left.removed, left.added, renames);
  return { pairs: [...pairs, ...alike], ...without(left, alike) };
}

type Left = Pick<Matching, 'removed' | 'added'>;

function without({ removed, added }: Left, pairs: readonly Matched[]): Left {
  const taken = new Set(pairs.flatMap(({ before, after }) => [before, after]));
  return { removed: removed.filter((row) => !taken.has(row)), added: added.filter((row) => !taken.has(row)) };
}

function wholeText(row: Row): string {
  return row.fields
    .map(({ name }) => `${name}: ${fieldText(row, name)}`)
    .toSorted()
    .join('\n');
}

/** A row without a name of its own is not found by it. */
function nameText(row: Row): string {
  const name = row.key === undefined ? '' : fieldText(row, row.key.name).toLowerCase();
  return name.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

function pairBy(
  before: readonly Row[],
  after: readonly Row[],
  textBefore: (row: Row) => string,
  textAfter: (row: Row) => string,
): readonly Matched[] {
  const waiting = groupedBy(after, (row) => [textAfter(row)]);
  return before.flatMap((row) => {
    const text = textBefore(row);
    const found = text === '' ? undefined : waiting.get(text)?.shift();
    return found === undefined ? [] : [{ before: row, after: found }];
  });
}

function groupedBy<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return groups;
}

interface Candidate extends Matched {
  readonly score: number;
  /** How far apart they stand, and where: an order that is the same from either side. */
  readonly apart: number;
  readonly at: number;
}

/** The likeliest pairs first, each row once. */
function pairAlike(before: readonly Row[], after: readonly Row[], renames: Renames): readonly Matched[] {
  const areAlone = before.length === 1 && after.length === 1;
  const places = new Map(after.map((row, index) => [row, index]));
  const possible = comparable(before, after);
  const candidates = before.flatMap((row, index) =>
    possible(row).flatMap((other): Candidate[] => {
      const like = likeness(row, other, renames);
      const place = places.get(other) ?? 0;
      if (!isSameRow(row, like, areAlone)) return [];
      return [{ before: row, after: other, score: like.score, apart: Math.abs(index - place), at: index + place }];
    }),
  );
  const taken = new Set<Row>();
  return candidates
    .toSorted((one, other) => other.score - one.score || one.apart - other.apart || one.at - other.at)
    .filter(({ before: row, after: other }) => {
      if (taken.has(row) || taken.has(other)) return false;
      taken.add(row).add(other);
      return true;
    });
}

/** Where only one row went and only one came, less is enough to take them for the same. */
function isSameRow({ key, fields }: Row, { score, name, isRenamed }: Likeness, areAlone: boolean): boolean {
  if (key === undefined) return areAlone ? score >= 0.5 : score > 0.5;
  if (areAlone && (isRenamed || fields.length === 1)) return true;
  return (isRenamed && fields.length > 2) || (score >= 0.5 && name >= 0.4);
}

/** Which rows of the later version a row is worth comparing with. */
function comparable(before: readonly Row[], after: readonly Row[]): (row: Row) => readonly Row[] {
  if (before.length * after.length <= mostComparisons) return () => after;
  const telling = [...groupedBy(after, marksOf)].filter(([, rows]) => rows.length <= commonAt);
  const byMark = new Map(telling);
  return (row) => [...new Set(marksOf(row).flatMap((mark) => byMark.get(mark) ?? []))];
}

function marksOf(row: Row): readonly string[] {
  const values = row.fields.map(({ name }) => `${name}: ${fieldText(row, name)}`);
  return [...new Set([...nameText(row).split(' '), ...values])];
}
