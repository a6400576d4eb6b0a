import type { Vertex } from './graph.ts';

/** Between two vertices of a row stays at least this much room. */
const gap = { boxes: 40, others: 16 };
/** Sweeps over the rows, downwards and upwards in turn; more change little. The last one goes down. */
const sweeps = 15;

/**
 * The middle of each vertex, from left to right: as near to its neighbours above and below as the order of its row and
 * the room between vertices allow. Links that pass through many rows are drawn straight rather than boxes centred.
 */
export function columnsOf(rows: readonly (readonly Vertex[])[]): ReadonlyMap<Vertex, number> {
  const columns = new Map<Vertex, number>();
  for (const row of rows) setRow(row, columns, () => 0);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const isDown = sweep % 2 === 0;
    for (const row of isDown ? rows : rows.toReversed()) {
      setRow(row, columns, (vertex) => wanted(vertex, columns, isDown));
    }
  }
  // At last the labels go midway between the boxes that they stand between.
  for (const [index, row] of rows.entries()) {
    if (index % 2 === 1) setRow(row, columns, (vertex) => meanColumn([...vertex.above, ...vertex.below], columns));
  }
  const left = Math.min(...[...columns].map(([{ width }, middle]) => middle - width / 2));
  return new Map([...columns].map(([vertex, middle]) => [vertex, middle - left]));
}

/** The mean of its neighbours in the row before, or in the other one where it has none there. */
function wanted(vertex: Vertex, columns: ReadonlyMap<Vertex, number>, isDown: boolean): number | undefined {
  const [before, after] = isDown ? [vertex.above, vertex.below] : [vertex.below, vertex.above];
  return meanColumn(before.length > 0 ? before : after, columns);
}

function meanColumn(neighbours: readonly Vertex[], columns: ReadonlyMap<Vertex, number>): number | undefined {
  if (neighbours.length === 0) return undefined;
  return neighbours.reduce((sum, neighbour) => sum + (columns.get(neighbour) ?? 0), 0) / neighbours.length;
}

/** Vertices that stand shoulder to shoulder: how many, how much they weigh together, and the sum of where they want to begin. */
interface Cluster {
  readonly vertices: number;
  readonly weight: number;
  readonly sum: number;
}

/** A link that passes is drawn straight rather than a box set into the middle; what wants nothing goes with its neighbour. */
const weights = { link: 4, box: 1, indifferent: 0.001 } as const;

/**
 * Places a row: of all places that keep its order and its gaps those with the least squares of distances from the wanted
 * ones (pool adjacent violators: clusters that would overlap become one, at their mean).
 */
function setRow(
  row: readonly Vertex[],
  columns: Map<Vertex, number>,
  want: (vertex: Vertex) => number | undefined,
): void {
  const offsets = offsetsOf(row);
  const clusters: Cluster[] = [];
  for (const [index, vertex] of row.entries()) {
    const wish = want(vertex);
    const weight = wish === undefined ? weights.indifferent : weights[vertex.of.kind];
    const before = clusters.at(-1);
    const begin = wish === undefined ? (before === undefined ? 0 : mean(before)) : wish - (offsets[index] ?? 0);
    pool(clusters, { vertices: 1, weight, sum: weight * begin });
  }
  const begins = clusters.flatMap((cluster) => Array.from({ length: cluster.vertices }, () => mean(cluster)));
  for (const [index, vertex] of row.entries()) columns.set(vertex, (begins[index] ?? 0) + (offsets[index] ?? 0));
}

function pool(clusters: Cluster[], added: Cluster): void {
  let last = added;
  for (let before = clusters.at(-1); before !== undefined && mean(before) > mean(last); before = clusters.at(-1)) {
    last = {
      vertices: before.vertices + last.vertices,
      weight: before.weight + last.weight,
      sum: before.sum + last.sum,
    };
    clusters.pop();
  }
  clusters.push(last);
}

function mean({ sum, weight }: Cluster): number {
  return sum / weight;
}

/** How far each vertex is from the first one of its row when all stand as close as they may. */
function offsetsOf(row: readonly Vertex[]): readonly number[] {
  let offset = 0;
  let before: Vertex | undefined;
  return row.map((vertex) => {
    if (before !== undefined) {
      const room = before.of.kind === 'box' && vertex.of.kind === 'box' ? gap.boxes : gap.others;
      offset += before.width / 2 + room + vertex.width / 2;
    }
    before = vertex;
    return offset;
  });
}
