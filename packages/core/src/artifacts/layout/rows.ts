import type { Arc, Box, Link, Vertex } from './graph.ts';

/** The vertices of a graph in their rows, and for each arc the vertices that it passes, from its upper box to its lower one. */
export interface Rows {
  readonly rows: readonly Vertex[][];
  readonly paths: readonly (readonly Vertex[])[];
}

/** An arc that passes between two boxes takes no more room than this. */
const passing = { width: 14, height: 0 };

/** Puts boxes into rows by their ranks, with a vertex in every row that an arc passes. The label stands just above the lower box. */
export function rowsOf(
  boxes: readonly Box[],
  links: readonly Link[],
  arcs: readonly Arc[],
  ranks: readonly number[],
): Rows {
  const rows: Vertex[][] = Array.from({ length: 2 * Math.max(0, ...ranks) + 1 }, () => []);
  const put = (vertex: Vertex): Vertex => {
    rows[vertex.row]?.push(vertex);
    return vertex;
  };
  const placed = boxes.map(({ width, height }, index) =>
    put({ width, height, row: 2 * (ranks[index] ?? 0), of: { kind: 'box', index }, above: [], below: [] }),
  );
  const paths = arcs.map(({ link, upper, lower }) => {
    const [top, bottom] = [placed[upper], placed[lower]];
    if (top === undefined || bottom === undefined) return [];
    const between = Array.from({ length: bottom.row - top.row - 1 }, (_, index) => {
      const row = top.row + 1 + index;
      const size = row === bottom.row - 1 ? (links[link]?.label ?? passing) : passing;
      return put({ ...size, row, of: { kind: 'link', index: link }, above: [], below: [] });
    });
    return joined([top, ...between, bottom]);
  });
  return { rows, paths };
}

function joined(path: readonly Vertex[]): readonly Vertex[] {
  for (const [index, vertex] of path.entries()) {
    const next = path[index + 1];
    if (next === undefined) continue;
    vertex.below.push(next);
    next.above.push(vertex);
  }
  return path;
}
