/** Where two texts part: the lines from the first difference to the last. */
export interface Difference {
  /** The first line that differs, counted from 1. */
  readonly line: number;
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
}

/** The one stretch of lines outside of which two texts are the same; nothing when they are the same. */
export function differenceOf(mine: string, theirs: string): Difference | undefined {
  if (mine === theirs) return undefined;
  const ours = mine.split('\n');
  const others = theirs.split('\n');
  const shorter = Math.min(ours.length, others.length);
  let start = 0;
  while (start < shorter && ours[start] === others[start]) start += 1;
  let end = 0;
  while (end < shorter - start && ours.at(-1 - end) === others.at(-1 - end)) end += 1;
  return {
    line: start + 1,
    mine: ours.slice(start, ours.length - end),
    theirs: others.slice(start, others.length - end),
  };
}
