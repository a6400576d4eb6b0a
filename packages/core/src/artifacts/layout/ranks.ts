import type { Arc, Box } from './graph.ts';
import { groupBy } from './group.ts';

/**
 * The rank of each box, 0 for the top: below everything that leads to it, its band below the bands above, and not more
 * than `widest` boxes in a rank (longest path with a bounded width, as Coffman and Graham do it). Boxes without arcs
 * fill up the last rank of their band.
 */
export function ranksOf(boxes: readonly Box[], arcs: readonly Arc[], widest: number): readonly number[] {
  const ranks = boxes.map(() => 0);
  const counts: number[] = [];
  const isLinked = new Set(arcs.flatMap(({ upper, lower }) => [upper, lower]));
  const place = (box: number, from: number): void => {
    let rank = from;
    while ((counts[rank] ?? 0) >= widest) rank += 1;
    while (counts.length <= rank) counts.push(0);
    counts[rank] = (counts[rank] ?? 0) + 1;
    ranks[box] = rank;
  };
  const order = downwards(boxes.length, arcs);
  const upperOf = groupBy(arcs, ({ lower }) => lower);
  const spread = spreadOf(boxes, arcs, widest);
  for (const band of bandsOf(boxes)) {
    const first = counts.length;
    const inside = order.filter((box) => boxes[box]?.band === band);
    for (const box of inside.filter((each) => isLinked.has(each))) {
      const above = (upperOf.get(box) ?? []).map(({ upper }) => (ranks[upper] ?? 0) + 1);
      place(box, Math.max(first, ...above) + (spread.get(box) ?? 0));
    }
    const last = Math.max(first, counts.length - 1);
    for (const box of inside.filter((each) => !isLinked.has(each))) place(box, last);
  }
  return ranks;
}

/**
 * Many boxes that only one box leads to, and that lead nowhere, are dealt out over as many ranks as they need, so that
 * the arcs to the lower ones pass between the upper ones.
 */
function spreadOf(boxes: readonly Box[], arcs: readonly Arc[], widest: number): ReadonlyMap<number, number> {
  const counts = boxes.map(() => 0);
  for (const { upper, lower } of arcs) {
    counts[lower] = (counts[lower] ?? 0) + 1;
    counts[upper] = (counts[upper] ?? 0) + 2;
  }
  const leaves = arcs.filter(({ lower }) => counts[lower] === 1);
  const fans = groupBy(leaves, ({ upper, lower }) => `${upper} ${boxes[lower]?.band ?? 0}`);
  return new Map(
    [...fans.values()].flatMap((fan) => {
      const ranks = Math.ceil(fan.length / widest);
      return fan.map(({ lower }, index) => [lower, index % ranks] as const);
    }),
  );
}

function bandsOf(boxes: readonly Box[]): readonly number[] {
  return [...new Set(boxes.map(({ band }) => band))].toSorted((a, b) => a - b);
}

/** The boxes in an order in which every arc leads onwards (Kahn), those that come first in the list first. */
function downwards(count: number, arcs: readonly Arc[]): readonly number[] {
  const waiting = Array.from({ length: count }, () => 0);
  for (const { lower } of arcs) waiting[lower] = (waiting[lower] ?? 0) + 1;
  const leaving = groupBy(arcs, ({ upper }) => upper);
  const order = waiting.flatMap((ahead, box) => (ahead === 0 ? [box] : []));
  for (const box of order) {
    for (const { lower } of leaving.get(box) ?? []) {
      const ahead = (waiting[lower] ?? 0) - 1;
      waiting[lower] = ahead;
      if (ahead === 0) order.push(lower);
    }
  }
  return order;
}
