import type { Arc, Box, Link } from './graph.ts';
import { groupBy } from './group.ts';

/**
 * The links as arcs that all run downwards, so that no arcs make a circle: from band to band as the bands lie, and
 * within a band turned round where they lead back to a box on the way to them (depth-first search). Links from a box to
 * itself are none.
 */
export function arcsOf(boxes: readonly Box[], links: readonly Link[]): readonly Arc[] {
  const places = new Map(boxes.map(({ id }, index) => [id, index]));
  const arcs = links.flatMap(({ from, to }, link): Arc[] => {
    const [upper, lower] = [places.get(from), places.get(to)];
    if (upper === undefined || lower === undefined || upper === lower) return [];
    const isTurned = bandOf(boxes, upper) > bandOf(boxes, lower);
    return [isTurned ? { link, upper: lower, lower: upper, isTurned } : { link, upper, lower, isTurned }];
  });
  const back = backArcs(arcs, boxes);
  return arcs.map((arc) => (back.has(arc) ? { ...arc, upper: arc.lower, lower: arc.upper, isTurned: true } : arc));
}

function bandOf(boxes: readonly Box[], index: number): number {
  return boxes[index]?.band ?? 0;
}

interface Visit {
  readonly box: number;
  readonly arcs: Iterator<Arc>;
}

/** The arcs that lead back to where the search came from. Those that begin where nothing leads to are followed first. */
function backArcs(arcs: readonly Arc[], boxes: readonly Box[]): ReadonlySet<Arc> {
  const leaving = groupBy(arcs, ({ upper }) => upper);
  const reached = new Set(arcs.map(({ lower }) => lower));
  const every = boxes.map((_, index) => index);
  const starts = [...every.filter((box) => !reached.has(box)), ...every];
  const back = new Set<Arc>();
  const seen = new Set<number>();
  const onPath = new Set<number>();
  for (const start of starts) {
    const path: Visit[] = [];
    const enter = (box: number): void => {
      seen.add(box);
      onPath.add(box);
      path.push({ box, arcs: (leaving.get(box) ?? []).values() });
    };
    if (!seen.has(start)) enter(start);
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const { value: arc, done } = visit.arcs.next();
      if (done === true) {
        onPath.delete(visit.box);
        path.pop();
      } else if (onPath.has(arc.lower)) back.add(arc);
      else if (!seen.has(arc.lower)) enter(arc.lower);
    }
  }
  return back;
}
