import { array, assert, integer, property, record, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arcsOf } from '#artifacts/layout/arcs';
import type { Box, Link, Rectangle } from '#artifacts/layout/graph';
import { layered } from '#artifacts/layout/layered';
import { crossings, orderRows } from '#artifacts/layout/order';
import { ranksOf } from '#artifacts/layout/ranks';
import { rowsOf } from '#artifacts/layout/rows';

const widest = 6;

/** Any graph of up to thirty boxes. */
const graphs = tuple(
  array(
    record({
      width: integer({ min: 20, max: 200 }),
      height: integer({ min: 20, max: 90 }),
      band: integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 30 },
  ),
  array(tuple(integer({ min: 0, max: 29 }), integer({ min: 0, max: 29 })), { maxLength: 60 }),
).map(([sizes, ends]) => ({
  boxes: sizes.map((size, index): Box => ({ ...size, id: String(index) })),
  links: ends.map(
    ([from, to]): Link => ({
      from: String(from % sizes.length),
      to: String(to % sizes.length),
      label: { width: 60, height: 14 },
    }),
  ),
}));

function meet(one: Rectangle, other: Rectangle): boolean {
  const isBeside = one.x + one.width <= other.x || other.x + other.width <= one.x;
  return !isBeside && one.y + one.height > other.y && other.y + other.height > one.y;
}

function chain(...names: readonly string[]): readonly Link[] {
  return names.slice(1).map((to, index) => ({ from: names[index] ?? '', to }));
}

function boxes(...names: readonly string[]): readonly Box[] {
  return names.map((id) => ({ id, width: 100, height: 40, band: 0 }));
}

/** How many arcs cross in the layout of a graph. */
function crossingsOf(all: readonly Box[], links: readonly Link[]): number {
  const arcs = arcsOf(all, links);
  const { rows } = rowsOf(all, links, arcs, ranksOf(all, arcs, widest));
  return crossings(orderRows(rows));
}

describe('a layered layout', () => {
  it('puts no box upon another, and each band below the one before', () => {
    assert(
      property(graphs, ({ boxes: all, links }) => {
        const { boxes: places } = layered(all, links);
        const placed = all.map((box) => ({ box, place: places.get(box.id) ?? { x: 0, y: 0, width: 0, height: 0 } }));
        const pairs = placed.flatMap((one, index) => placed.slice(index + 1).map((other) => [one, other] as const));
        expect(pairs.filter(([one, other]) => meet(one.place, other.place))).toEqual([]);
        const ordered = pairs.map(([one, other]) => (one.box.band <= other.box.band ? [one, other] : [other, one]));
        const between = ordered.filter(([upper, lower]) => upper?.box.band !== lower?.box.band);
        expect(between.filter(([upper, lower]) => (upper?.place.y ?? 0) >= (lower?.place.y ?? 0))).toEqual([]);
      }),
    );
  });

  it('begins each route at the edge of its first box and ends it at that of the other', () => {
    assert(
      property(graphs, ({ boxes: all, links }) => {
        const layout = layered(all, links);
        const ends = links.map(({ from, to }, index) => {
          const points = layout.routes[index]?.points ?? [];
          const places = [from, to].flatMap((id) => layout.boxes.get(id) ?? []);
          return { isLoop: from === to, points, places };
        });
        const loops = ends.filter(({ isLoop }) => isLoop);
        expect(loops.filter(({ points }) => points.length > 0)).toEqual([]);
        const others = ends.filter(({ isLoop }) => !isLoop);
        expect(others.filter(({ points, places }) => !isOnEdge(places.at(0), points.at(0)))).toEqual([]);
        expect(others.filter(({ points, places }) => !isOnEdge(places.at(1), points.at(-1)))).toEqual([]);
      }),
    );
  });

  it('is the same for the same graph', () => {
    assert(
      property(graphs, ({ boxes: all, links }) => {
        expect(layered(all, links)).toEqual(layered(all, links));
      }),
    );
  });

  it('draws a chain as a straight line', () => {
    const { routes } = layered(boxes('a', 'b', 'c'), chain('a', 'b', 'c'));
    expect(new Set(routes.flatMap(({ points }) => points.map(({ x }) => x))).size).toBe(1);
  });

  it('lets nothing cross in a tree, however its boxes are listed', () => {
    const all = boxes('f', 'b', 'a', 'e', 'c', 'g', 'd');
    const links = [...chain('a', 'b', 'd'), ...chain('a', 'c', 'f'), ...chain('b', 'e'), ...chain('c', 'g')];
    expect(crossingsOf(all, links)).toBe(0);
  });

  it('counts what has to cross', () => {
    const all = boxes('a', 'b', 'c', 'd');
    const links = ['a', 'b'].flatMap((from) => ['c', 'd'].map((to) => ({ from, to })));
    expect(crossingsOf(all, links)).toBe(1);
  });

  it('deals many callees of one caller out over several rows', () => {
    const names = Array.from({ length: 30 }, (_, index) => `s${index}`);
    const layout = layered(
      boxes('hub', ...names),
      names.map((to) => ({ from: 'hub', to })),
    );
    expect(new Set([...layout.boxes.values()].map(({ y }) => y)).size).toBe(6);
    expect(layout.width).toBeLessThan(2200);
  });
});

function isOnEdge(
  { x, y, width, height }: Rectangle = { x: 0, y: 0, width: 0, height: 0 },
  point: { readonly x: number; readonly y: number } = { x: -1, y: -1 },
): boolean {
  const isBeside = point.x < x - 0.01 || point.x > x + width + 0.01;
  return !isBeside && [y, y + height].some((edge) => Math.abs(edge - point.y) < 0.01);
}
