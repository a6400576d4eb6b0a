/** Longer words are compared with nothing: what is that long is no mistyped name. */
const longestWord = 64;

/**
 * The candidate that a mistyped word probably means, or none: the nearest by edits (a letter put in, left out, changed, or
 * swapped with its neighbour; case ignored), up to one edit for every three letters, at least one, at most three.
 * Of equally near candidates the first.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > longestWord) return undefined;
  const wanted = word.toLowerCase();
  let limit = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)));
  let best: string | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > limit) continue;
    const distance = edits(wanted, candidate.toLowerCase());
    if (distance > limit || (best !== undefined && distance === limit)) continue;
    best = candidate;
    limit = distance;
    if (distance === 0) break;
  }
  return best;
}

/**
 * Edits from one word to another, neighbours swapped counting as one
 * (optimal string alignment: Damerau 1964, restricted so that no piece is edited twice).
 * What both words begin and end with costs nothing and is left out.
 */
function edits(from: string, to: string): number {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1;
  let end = 0;
  const shorter = Math.min(from.length, to.length) - start;
  while (end < shorter && from[from.length - 1 - end] === to[to.length - 1 - end]) end += 1;
  return editsBetween(from.slice(start, from.length - end), to.slice(start, to.length - end));
}

/** The three last rows of the table of edits between all beginnings of the two words. */
function editsBetween(from: string, to: string): number {
  let twoBack: number[] = [];
  let back = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const here = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      here[column] = Math.min(
        at(back, column) + 1,
        at(here, column - 1) + 1,
        at(back, column - 1) + (same ? 0 : 1),
        swapped ? at(twoBack, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    twoBack = back;
    back = here;
  }
  return at(back, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
