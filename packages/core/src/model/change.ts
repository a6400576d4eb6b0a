import type { Span } from './span.ts';

/** How a text became another one: what stood in `[from, to)` was replaced, and all that follows stands `by` further on. */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly by: number;
}

/** The smallest single change that makes one text of another. Equal texts have one that replaces nothing. */
export function changeBetween(before: string, after: string): Change {
  if (before === after) return { from: before.length, to: before.length, by: 0 };
  const shorter = Math.min(before.length, after.length);
  const from = sameAtStart(before, after, shorter);
  const kept = sameAtEnd(before, after, shorter - from);
  return { from, to: before.length - kept, by: after.length - before.length };
}

/** Texts are compared by pieces of this length first: that takes a tenth of the time of one character after the other. */
const piece = 1_024;

/** How many characters two texts begin with alike, `most` at most. */
function sameAtStart(one: string, other: string, most: number): number {
  let same = 0;
  while (same + piece <= most && one.slice(same, same + piece) === other.slice(same, same + piece)) same += piece;
  while (same < most && one.charCodeAt(same) === other.charCodeAt(same)) same += 1;
  return same;
}

/** How many characters two texts end in alike, `most` at most. */
function sameAtEnd(one: string, other: string, most: number): number {
  const by = other.length - one.length;
  let end = one.length;
  const least = one.length - most;
  while (end - piece >= least && one.slice(end - piece, end) === other.slice(end - piece + by, end + by)) end -= piece;
  while (end > least && one.charCodeAt(end - 1) === other.charCodeAt(end - 1 + by)) end -= 1;
  return one.length - end;
}

/** One change that replaces at least what each of two replaces. Both must be of the same text, and as long as each other. */
export function widest(one: Change, other: Change): Change {
  return { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to), by: one.by };
}

/**
 * Where a span stands after a change; undefined where the change touches it. What a change stands right beside of is
 * touched too: `30` may have become `30s`.
 */
export function spanAfter({ from, to }: Span, change: Change): Span | undefined {
  if (to < change.from) return { from, to };
  return from > change.to ? { from: from + change.by, to: to + change.by } : undefined;
}

/**
 * A value with all spans in it as they stand after a change, which touches none of them. The very same value where nothing
 * in it moves.
 */
export function valueAfter<T>(value: T, change: Change): T {
  return change.by === 0 ? value : moved(value, change);
}

function moved<T>(value: T, change: Change): T;
function moved(value: unknown, change: Change): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return movedIn(value, change);
  if (isSpan(value)) return value.from > change.to ? { from: value.from + change.by, to: value.to + change.by } : value;
  let copy: object | undefined;
  for (const key of Object.keys(value)) {
    const part: unknown = Reflect.get(value, key);
    // Most parts of most values are words and numbers.
    if (typeof part !== 'object') continue;
    const after = key === 'offsets' ? offsetsAfter(part, change) : moved(part, change);
    if (after === part) continue;
    copy ??= { ...value };
    Reflect.set(copy, key, after);
  }
  return copy ?? value;
}

function movedIn(values: readonly unknown[], change: Change): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < values.length; index += 1) {
    const after = moved(values[index], change);
    if (after === values[index]) continue;
    copy ??= [...values];
    copy[index] = after;
  }
  return copy ?? values;
}

/** Of a run of text: places in it that are no spans. */
function offsetsAfter(offsets: unknown, { to, by }: Change): unknown {
  if (!Array.isArray(offsets)) return offsets;
  return Number(offsets[0]) > to ? offsets.map((offset) => Number(offset) + by) : offsets;
}

function isSpan(value: object): value is Span {
  return 'to' in value && 'from' in value && typeof value.from === 'number' && typeof value.to === 'number';
}

/**
 * Whether two values are the same but for where they stand, and a change moves the places in the one to those in the other.
 * A value that is the very same was kept by the reader because nothing in it changed or moved.
 */
export function isSameAfter(before: unknown, after: unknown, change: Change): boolean {
  if (before === after) return true;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return false;
  if (Array.isArray(before)) return Array.isArray(after) && areSameAfter(before, after, change);
  return isSpan(before) && isSpan(after) ? isSpanAfter(before, after, change) : haveSameParts(before, after, change);
}

function haveSameParts(before: object, after: object, change: Change): boolean {
  const keys = Object.keys(before);
  if (Array.isArray(after) || keys.length !== Object.keys(after).length) return false;
  for (const key of keys) {
    if (!(key in after) || !isSameAfter(Reflect.get(before, key), Reflect.get(after, key), change)) return false;
  }
  return true;
}

function areSameAfter(before: readonly unknown[], after: readonly unknown[], change: Change): boolean {
  if (before.length !== after.length) return false;
  for (let index = 0; index < before.length; index += 1) {
    if (!isSameAfter(before[index], after[index], change)) return false;
  }
  return true;
}

function isSpanAfter(before: Span, after: Span, change: Change): boolean {
  const place = spanAfter(before, change);
  return place?.from === after.from && place.to === after.to;
}
