import type { Point } from './layout.ts';

/** An SVG path through the points, straight, with corners rounded by up to `radius` pixels. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const parts = [`M${spot(first)}`];
  for (const [index, point] of rest.entries()) {
    const next = rest[index + 1];
    const before = points[index] ?? first;
    if (next === undefined) parts.push(`L${spot(point)}`);
    else parts.push(`L${spot(towards(point, before, radius))}Q${spot(point)} ${spot(towards(point, next, radius))}`);
  }
  return parts.join('');
}

/** The point `distance` pixels from `from` on the way to `to`, half the way at most. */
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return from;
  const share = Math.min(distance / length, 0.5);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function spot({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
