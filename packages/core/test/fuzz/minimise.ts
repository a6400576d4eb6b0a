/**
 * A text that is still broken and from which no line, and no part of a line that was tried, can be left out.
 * @param mostTrials after so many it gives what it has
 */
export function minimise(text: string, isBroken: (smaller: string) => boolean, mostTrials = 3_000): string {
  let trials = mostTrials;
  const tried = (smaller: string): boolean => {
    trials -= 1;
    return trials >= 0 && isBroken(smaller);
  };
  const byLines = withoutChunks(text.split(/(?<=\n)/), tried).join('');
  return withoutChunks(byLines.split(''), tried).join('');
}

/** Leaves out halves, quarters and so on down to single pieces, as long as what is left is still broken. */
function withoutChunks(pieces: readonly string[], isBroken: (smaller: string) => boolean): readonly string[] {
  let left = pieces;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < left.length; ) {
      const smaller = [...left.slice(0, at), ...left.slice(at + size)];
      if (isBroken(smaller.join(''))) left = smaller;
      else at += size;
    }
  }
  return left;
}
