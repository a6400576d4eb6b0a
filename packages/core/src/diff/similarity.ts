import type { Renames } from './rename.ts';
import { type Row, sayingOf } from './row.ts';

/** How much two rows have in common. */
export interface Likeness {
  /** The share of fields that say the same, a similar name counting in part: 0 to 1. */
  readonly score: number;
  /** How alike the names are: 0 to 1. */
  readonly name: number;
  /** Whether all that is not the name says the same, and there is something that does. */
  readonly isRenamed: boolean;
}

/** Compares two rows of one table field by field. */
export function likeness(before: Row, after: Row, renames: Renames): Likeness {
  const others = new Set(
    [...before.fields, ...after.fields].map(({ name }) => name).filter((name) => name !== before.key?.name),
  );
  const equal = [...others].filter((field) => renames.same(fieldText(before, field), fieldText(after, field))).length;
  const name =
    before.key === undefined ? 0 : nameLikeness(fieldText(before, before.key.name), fieldText(after, before.key.name));
  const fields = others.size + (before.key === undefined ? 0 : 1);
  return {
    score: fields === 0 ? 0 : (equal + name) / fields,
    name,
    isRenamed: others.size > 0 && equal === others.size,
  };
}

/** What a field of a row says, a list in an order of its own. */
export function fieldText(row: Row, name: string): string {
  const field = row.fields.find((each) => each.name === name);
  return (field?.values ?? []).map(sayingOf).toSorted().join(' · ');
}

/** How alike two names are, by their words or by their letters: 0 to 1. */
function nameLikeness(one: string, other: string): number {
  return Math.max(overlap(wordsOf(one), wordsOf(other)), overlap(pairsOf(one), pairsOf(other)));
}

function wordsOf(name: string): readonly string[] {
  return name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function pairsOf(name: string): readonly string[] {
  const letters = name.toLowerCase().slice(0, 200);
  return Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2));
}

/** Twice what two lists have in common, of all that they have (Dice's coefficient). */
function overlap(one: readonly string[], other: readonly string[]): number {
  if (one.length + other.length === 0) return 0;
  const [left, right] = [new Set(one), new Set(other)];
  const common = [...left].filter((part) => right.has(part)).length;
  return (2 * common) / (left.size + right.size);
}
