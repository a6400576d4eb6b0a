/** Names of the earlier version with those that the same things have in the later one. */
export interface Renames {
  /** Whether two texts say the same once the names are replaced. */
  same(before: string, after: string): boolean;
  /** A text of the earlier version with the later names. */
  forward(before: string): string;
}

/** Reads a list of pairs, the earlier name first. */
export function renamesOf(pairs: readonly (readonly [before: string, after: string])[]): Renames {
  const forward = replacing(pairs);
  const backward = replacing(pairs.map(([before, after]) => [after, before] as const));
  return {
    same: (before, after) => before === after || forward(before) === after || backward(after) === before,
    forward,
  };
}

/** Replaces names where they stand as whole words. */
function replacing(pairs: readonly (readonly [string, string])[]): (text: string) => string {
  if (pairs.length === 0) return (text) => text;
  const names = new Map(pairs);
  const longestFirst = [...names.keys()].toSorted((a, b) => b.length - a.length);
  const any = longestFirst.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)).join('|');
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${any})(?![\p{L}\p{N}])`, 'gu');
  return (text) => text.replaceAll(pattern, (name) => names.get(name) ?? name);
}
