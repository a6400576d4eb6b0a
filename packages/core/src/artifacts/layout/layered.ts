import { arcsOf } from './arcs.ts';
import { columnsOf } from './columns.ts';
import type { Arc, Box, Layout, Link, Point, Rectangle, Route, Vertex } from './graph.ts';
import { orderRows } from './order.ts';
import { ranksOf } from './ranks.ts';
import { type Rows, rowsOf } from './rows.ts';

/** Room between a row of boxes and the row of labels below it. */
const rowGap = 28;
/** An arrow runs straight into its box for this long. */
const straight = 9;
/** Room that is added between two bands, for their frames. */
const bandGap = 44;

/**
 * Lays a graph out from top to bottom (Sugiyama, Tagawa and Toda 1981): rows, an order with few crossings in each, then
 * columns. The same graph always gives the same layout; it takes a number of sweeps that does not depend on the graph.
 */
export function layered(boxes: readonly Box[], links: readonly Link[]): Layout {
  if (boxes.length === 0) return { width: 0, height: 0, boxes: new Map(), routes: links.map(() => ({ points: [] })) };
  const arcs = arcsOf(boxes, links);
  const ranks = ranksOf(boxes, arcs, Math.min(8, Math.max(4, Math.ceil(Math.sqrt(1.3 * boxes.length)))));
  const { rows, paths } = rowsOf(boxes, links, arcs, ranks);
  const ordered = orderRows(rows);
  const columns = columnsOf(ordered);
  const tops = topsOf(ordered, boxes);
  const place = (vertex: Vertex): Rectangle => {
    const { top, height } = tops[vertex.row] ?? { top: 0, height: 0 };
    const y = vertex.of.kind === 'box' ? top + (height - vertex.height) / 2 : top;
    return { x: (columns.get(vertex) ?? 0) - vertex.width / 2, y, width: vertex.width, height: vertex.height };
  };
  const all = ordered.flat();
  const last = tops.at(-1) ?? { top: 0, height: 0 };
  return {
    width: Math.max(...all.map((vertex) => place(vertex).x + vertex.width)),
    height: last.top + last.height,
    boxes: new Map(
      all.flatMap((vertex) => {
        const id = vertex.of.kind === 'box' ? boxes[vertex.of.index]?.id : undefined;
        return id === undefined ? [] : [[id, place(vertex)] as const];
      }),
    ),
    routes: routesOf({ rows: ordered.map((row) => [...row]), paths }, { links, arcs, place, tops }),
  };
}

interface RowPlace {
  readonly top: number;
  readonly height: number;
}

function topsOf(rows: readonly (readonly Vertex[])[], boxes: readonly Box[]): readonly RowPlace[] {
  let top = 0;
  let band: number | undefined;
  return rows.map((row, index) => {
    const [first] = row.flatMap(({ of }) => (of.kind === 'box' ? [boxes[of.index]?.band] : []));
    if (first !== undefined && band !== undefined && first !== band) top += bandGap;
    band = first ?? band;
    const height = Math.max(0, ...row.map((vertex) => vertex.height));
    const place = { top, height };
    top += height + (index % 2 === 0 || row.length > 0 ? rowGap : 0);
    return place;
  });
}

interface Routing {
  readonly links: readonly Link[];
  readonly arcs: readonly Arc[];
  readonly place: (vertex: Vertex) => Rectangle;
  readonly tops: readonly RowPlace[];
}

function routesOf({ paths }: Rows, { links, arcs, place, tops }: Routing): readonly Route[] {
  const middle = (vertex: Vertex): number => place(vertex).x + vertex.width / 2;
  const ports = portsOf(paths, middle);
  const routes = new Map<number, Route>();
  for (const [index, { link, isTurned }] of arcs.entries()) {
    const path = paths[index] ?? [];
    const [leaving, entering] = isTurned ? [straight, 0] : [0, straight];
    const points = path.flatMap((vertex, step): readonly Point[] => {
      const { y } = place(vertex);
      const { top, height } = tops[vertex.row] ?? { top: y, height: 0 };
      const bottom = top + height;
      // A box that is lower than its row: straight on to the edge of the row, so that no bend touches the box beside it.
      if (step === 0) return upright(ports.leaving.get(path[1]) ?? middle(vertex), y + vertex.height, bottom + leaving);
      if (step === path.length - 1)
        return upright(ports.entering.get(path.at(-2)) ?? middle(vertex), top - entering, y);
      return upright(middle(vertex), top, bottom);
    });
    const lowest = path.at(-2);
    const label = links[link]?.label && lowest && { x: middle(lowest), y: labelMiddle(lowest, tops) };
    routes.set(link, { points: isTurned ? points.toReversed() : points, ...(label && { label }) });
  }
  return links.map((_, index) => routes.get(index) ?? { points: [] });
}

function upright(x: number, from: number, to: number): readonly Point[] {
  return [
    { x, y: from },
    { x, y: to },
  ];
}

function labelMiddle({ row }: Vertex, tops: readonly RowPlace[]): number {
  const { top, height } = tops[row] ?? { top: 0, height: 0 };
  return top + height / 2;
}

interface Ports {
  /** Where an arc leaves its upper box, by the next vertex on its way. */
  readonly leaving: ReadonlyMap<Vertex | undefined, number>;
  /** Where it enters its lower box, by the vertex before. */
  readonly entering: ReadonlyMap<Vertex | undefined, number>;
}

/** Spreads the ends of arcs along the edge of their box, in the order in which they come. */
function portsOf(paths: readonly (readonly Vertex[])[], middle: (vertex: Vertex) => number): Ports {
  const leaving = new Map<Vertex, number>();
  const entering = new Map<Vertex, number>();
  const boxes = new Set(paths.flatMap((path) => [path[0], path.at(-1)]).filter((vertex) => vertex !== undefined));
  for (const box of boxes) {
    for (const [side, ports] of [[box.below, leaving] as const, [box.above, entering] as const]) {
      const sorted = side.toSorted((a, b) => middle(a) - middle(b));
      const step = Math.min(36, (0.8 * box.width) / Math.max(1, sorted.length));
      for (const [index, vertex] of sorted.entries()) {
        ports.set(vertex, middle(box) + step * (index - (sorted.length - 1) / 2));
      }
    }
  }
  return { leaving, entering };
}
