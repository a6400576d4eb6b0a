import type { Prose, SectionPlace, Span } from '#model/index';

/** The units in which nothing was understood. */
export function proseOf(
  text: string,
  units: readonly Span[],
  understood: readonly Span[],
  places: readonly SectionPlace[],
): Prose[] {
  const sorted = understood.filter(({ from, to }) => to > from).toSorted((a, b) => a.from - b.from);
  let next = 0;
  let furthest = 0;
  const prose: Prose[] = [];
  for (const span of units) {
    for (let known = sorted[next]; known !== undefined && known.from < span.to; known = sorted[next]) {
      furthest = Math.max(furthest, known.to);
      next += 1;
    }
    if (furthest > span.from) continue;
    const section = places.find((place) => place.span.from <= span.from && span.to <= place.span.to)?.section;
    prose.push({ span, text: text.slice(span.from, span.to), ...(section !== undefined && { section }) });
  }
  return prose;
}
