/** A part of a pattern between two slashes: characters and stars; or `**`, any number of parts. */
export type Segment = readonly Piece[] | typeof anyDepth;

/** `**` */
export const anyDepth: unique symbol = Symbol('any depth');
const star: unique symbol = Symbol('star');

type Piece = typeof star | ((character: string) => boolean);

/** Reads one part of a pattern, as fnmatch does: `*`, `?`, `[a-z]`, `[!a]` and characters behind a backslash. */
export function readSegment(segment: string): Segment {
  if (segment === '**') return anyDepth;
  const said = segment.match(/\*+|\[!?\]?[^\]]*\]|\\.|./gsu) ?? [];
  return said.map((piece): Piece => {
    if (piece.startsWith('*')) return star;
    if (piece === '?') return () => true;
    // A bracket that is not closed makes a pattern that matches nothing.
    if (piece === '[') return () => false;
    if (piece.length > 2 && piece.startsWith('[')) return characterClass(piece.slice(1, -1));
    const character = piece.startsWith('\\') && piece.length > 1 ? piece.slice(1) : piece;
    return (other) => other === character;
  });
}

function characterClass(said: string): (character: string) => boolean {
  const isNegated = /^[!^]/.test(said);
  const ranges = (isNegated ? said.slice(1) : said).match(/[^]-[^]|[^]/gu) ?? [];
  return (character) =>
    ranges.some((range) => range.slice(0, 1) <= character && character <= range.slice(-1)) !== isNegated;
}

/** Whether a pattern matches all of a path, part by part. */
export function matchesPath(pattern: readonly Segment[], parts: readonly string[]): boolean {
  return matches(pattern, parts, {
    isAny: (segment) => segment === anyDepth,
    fits: (segment, part) => segment !== anyDepth && matchesPart(segment, part),
  });
}

function matchesPart(pieces: readonly Piece[], part: string): boolean {
  return matches(pieces, part.match(/./gsu) ?? [], {
    isAny: (piece) => piece === star,
    fits: (piece, character) => piece !== star && piece(character),
  });
}

interface Matching<P, T> {
  /** Whether a piece stands for any number of items. */
  readonly isAny: (piece: P) => boolean;
  readonly fits: (piece: P, item: T) => boolean;
}

/**
 * Matches a pattern against all items. Only the last "any number" ever has to take one more, so that the time is the product
 * of the lengths at most, whatever the pattern.
 */
function matches<P, T>(pattern: readonly P[], items: readonly T[], { isAny, fits }: Matching<P, T>): boolean {
  let [at, item] = [0, 0];
  let retry: { at: number; item: number } | undefined;
  while (item < items.length || at < pattern.length) {
    const [piece, said] = [pattern[at], items[item]];
    if (piece !== undefined && isAny(piece)) {
      retry = { at, item };
      at += 1;
    } else if (piece !== undefined && said !== undefined && fits(piece, said)) {
      at += 1;
      item += 1;
    } else if (retry !== undefined && retry.item < items.length) {
      retry = { at: retry.at, item: retry.item + 1 };
      [at, item] = [retry.at + 1, retry.item];
    } else return false;
  }
  return true;
}
