import type { Point, Route, Size } from '../layout/graph.ts';
import { centred, heightOf, type Paragraph } from './lines.ts';
import { type Mark, mark, pixels } from './mark.ts';
import { textWidth } from './text-width.ts';
import { wrap } from './wrap.ts';

const font = { size: 11 } as const;

/** The label of an arrow as it stands in the picture: what it says, and below that the technology. */
export function labelOf(...parts: readonly string[]): Paragraph {
  return { lines: parts.flatMap((part) => wrap(part, font, { width: 140, lines: 3 })), look: 'label', leading: 14 };
}

/** The room that a label needs; none where there is nothing to say. */
export function sizeOfLabel(label: Paragraph): Size | undefined {
  if (label.lines.length === 0) return undefined;
  return { width: Math.max(...label.lines.map((line) => textWidth(line, font))) + 8, height: heightOf([label]) };
}

/** The line of an arrow along its route: straight within rows, bent between them. */
export function arrowLine({ points }: Route, look = ''): Mark {
  return mark('path', { class: `arrow ${look}`.trimEnd(), d: pathOf(points) });
}

/** An arrow that comes back to the right side of its own box, around a point of that side. */
export function arrowLoop({ x, y }: Point): Mark {
  const bend = `C${at({ x: x + 30, y: y - 14 })} ${at({ x: x + 30, y: y + 14 })} ${at({ x, y: y + 12 })}`;
  return mark('path', { class: 'arrow', d: `M${at({ x, y: y - 12 })}${bend}` });
}

function pathOf(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const before = points[index - 1];
      if (before === undefined) return `M${at(point)}`;
      if (before.x === point.x && before.y === point.y) return '';
      if (index % 2 === 1 || before.x === point.x) return `L${at(point)}`;
      const middle = (before.y + point.y) / 2;
      return `C${at({ x: before.x, y: middle })} ${at({ x: point.x, y: middle })} ${at(point)}`;
    })
    .join('');
}

function at({ x, y }: Point): string {
  return `${pixels(x)} ${pixels(y)}`;
}

/** A label on its arrow, with a rim in the colour of what is behind it. */
export function arrowLabel(label: Paragraph, { x, y }: Point, isFramed: boolean): readonly Mark[] {
  return centred([isFramed ? { ...label, look: 'label framed' } : label], x, y - heightOf([label]) / 2);
}
