import type { Vertex } from './graph.ts';

/** Sweeps down and up, after which the best order that was seen is taken. */
const sweeps = 16;

/**
 * Orders each row so that few arcs cross: every vertex goes to the mean place of its neighbours in the row before
 * (barycentre method, Sugiyama, Tagawa and Toda 1981), downwards and upwards in turn, then neighbours in a row change
 * places where that helps.
 */
export function orderRows(start: readonly Vertex[][]): readonly (readonly Vertex[])[] {
  let rows: readonly (readonly Vertex[])[] = start;
  let best = rows;
  let fewest = crossings(rows);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep += 1) {
    rows = swapped(sweep % 2 === 0 ? swept(rows, 'above') : swept(rows.toReversed(), 'below').toReversed());
    const count = crossings(rows);
    if (count < fewest) [best, fewest] = [rows, count];
  }
  return best;
}

function swept(rows: readonly (readonly Vertex[])[], side: 'above' | 'below'): readonly (readonly Vertex[])[] {
  const places = placesIn(rows);
  return rows.map((row) => {
    const wanted = new Map(row.map((vertex, index) => [vertex, meanPlace(vertex[side], places) ?? index]));
    const sorted = row.toSorted((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
    for (const [index, vertex] of sorted.entries()) places.set(vertex, index);
    return sorted;
  });
}

function placesIn(rows: readonly (readonly Vertex[])[]): Map<Vertex, number> {
  return new Map(rows.flatMap((row) => row.map((vertex, index) => [vertex, index] as const)));
}

function meanPlace(neighbours: readonly Vertex[], places: ReadonlyMap<Vertex, number>): number | undefined {
  if (neighbours.length === 0) return undefined;
  return neighbours.reduce((sum, vertex) => sum + (places.get(vertex) ?? 0), 0) / neighbours.length;
}

/** One pass over each row, in which two neighbours change places where fewer arcs cross then. */
function swapped(rows: readonly (readonly Vertex[])[]): readonly (readonly Vertex[])[] {
  const places = placesIn(rows);
  return rows.map((row) => {
    const changed = [...row];
    for (let index = 0; index + 1 < changed.length; index += 1) {
      const [left, right] = [changed[index], changed[index + 1]];
      if (left === undefined || right === undefined) continue;
      if (crossingsOf(left, right, places) <= crossingsOf(right, left, places)) continue;
      changed[index] = right;
      changed[index + 1] = left;
      places.set(right, index);
      places.set(left, index + 1);
    }
    return changed;
  });
}

/** How many arcs of two vertices cross when one stands left of the other. */
function crossingsOf(left: Vertex, right: Vertex, places: ReadonlyMap<Vertex, number>): number {
  let count = 0;
  for (const side of ['above', 'below'] as const) {
    for (const one of left[side]) {
      for (const other of right[side]) if ((places.get(one) ?? 0) > (places.get(other) ?? 0)) count += 1;
    }
  }
  return count;
}

/** How many arcs cross between all rows. */
export function crossings(rows: readonly (readonly Vertex[])[]): number {
  const places = placesIn(rows);
  return rows.reduce((sum, row) => sum + crossingsBelow(row, places), 0);
}

/** Counts inversions with a tree of sums (Barth, Mutzel and Jünger 2004), so that it takes n log n. */
function crossingsBelow(row: readonly Vertex[], places: ReadonlyMap<Vertex, number>): number {
  const ends = row.flatMap(({ below }) =>
    below.map((vertex) => places.get(vertex) ?? 0).toSorted((one, other) => one - other),
  );
  const size = Math.max(0, ...ends) + 1;
  const sums = Array.from({ length: size + 1 }, () => 0);
  let count = 0;
  for (const [seen, end] of ends.entries()) {
    let notGreater = 0;
    for (let at = end + 1; at > 0; at -= at & -at) notGreater += sums[at] ?? 0;
    count += seen - notGreater;
    for (let at = end + 1; at <= size; at += at & -at) sums[at] = (sums[at] ?? 0) + 1;
  }
  return count;
}
