import type { Arrow, C4Diagram } from '../diagram/c4.ts';
import type { Element } from '../diagram/elements.ts';
import type { Layout, Rectangle, Route } from '../layout/graph.ts';
import { layered } from '../layout/layered.ts';
import { arrowLabel, arrowLine, arrowLoop, labelOf, sizeOfLabel } from './arrow.ts';
import { elementBox, sizeOfElement } from './element-box.ts';
import { type Mark, mark, textMark } from './mark.ts';
import type { Picture } from './picture.ts';
import { shortened } from './wrap.ts';

/** Around the boxes of a frame, and above them where its title stands. */
const frameRoom = { side: 18, top: 32, bottom: 14 } as const;
const frameFont = { size: 12, bold: true } as const;

/** A C4 diagram as a picture: people above, the system in its frame, what others run below. */
export function c4Picture(diagram: C4Diagram): Picture {
  const elements = diagram.groups.flatMap((group) => group.elements);
  const links = diagram.arrows.map((arrow) => ({ arrow, label: labelOf(...wordsOf(arrow)) }));
  const layout = layered(
    elements.map((element) => ({ id: element.id, band: bandOf(element), ...sizeOfElement(element) })),
    links.map(({ arrow: { from, to }, label }) => {
      const size = sizeOfLabel(label);
      return { from, to, ...(size && { label: size }) };
    }),
  );
  const frames = framesOf(diagram, layout);
  const isFramed = (y: number): boolean => frames.some(({ place }) => y > place.y && y < place.y + place.height);
  const labels = links.flatMap(({ label }, index) => {
    const middle = layout.routes[index]?.label;
    return middle === undefined ? [] : arrowLabel(label, middle, isFramed(middle.y));
  });
  const side = frames.length === 0 ? 0 : frameRoom.side;
  return {
    title: diagram.title,
    description: describe(elements, diagram.arrows),
    width: layout.width + 2 * side,
    height: layout.height + (frames.length === 0 ? 0 : frameRoom.bottom) + topOf(frames),
    content: [
      `<g transform="translate(${side} ${topOf(frames)})">`,
      ...frames.map(frameMark),
      ...layout.routes.flatMap(routeMark),
      ...diagram.arrows.flatMap((arrow) => loopMark(arrow, layout)),
      ...elements.flatMap((element) => boxMark(element, layout)),
      ...frames.map(frameTitle),
      ...labels,
      '</g>',
    ],
  };
}

function wordsOf({ label, technology = '' }: Arrow): readonly string[] {
  return [label || 'calls', technology && `[${technology}]`].filter((part) => part !== '');
}

function bandOf({ kind, outside }: Element): number {
  if (kind === 'person') return 0;
  return outside ? 2 : 1;
}

interface FramePlace {
  readonly title: string;
  readonly place: Rectangle;
}

/** Where nothing stands above a frame, its title needs room of its own. */
function topOf(frames: readonly FramePlace[]): number {
  return Math.max(0, ...frames.map(({ place }) => -place.y));
}

function framesOf({ groups }: C4Diagram, layout: Layout): readonly FramePlace[] {
  return groups.flatMap(({ frame, elements }) => {
    const inside = elements.flatMap(({ id }) => layout.boxes.get(id) ?? []);
    if (frame === undefined || inside.length === 0) return [];
    const top = Math.min(...inside.map(({ y }) => y)) - frameRoom.top;
    const bottom = Math.max(...inside.map(({ y, height }) => y + height)) + frameRoom.bottom;
    const passing = layout.routes.flatMap(({ points }) => points.filter(({ y }) => y > top && y < bottom));
    const left = Math.min(...inside.map(({ x }) => x), ...passing.map(({ x }) => x)) - frameRoom.side;
    const right = Math.max(...inside.map(({ x, width }) => x + width), ...passing.map(({ x }) => x)) + frameRoom.side;
    return [{ title: frame.title, place: { x: left, y: top, width: right - left, height: bottom - top } }];
  });
}

function frameMark({ place }: FramePlace): Mark {
  return mark('rect', { class: 'frame', ...place, rx: 8 });
}

/** Its title stands above the arrows that cross it. */
function frameTitle({ title, place }: FramePlace): Mark {
  const words = shortened(title, frameFont, place.width - 24);
  return textMark(words, { class: 'strong rimmed', x: place.x + 12, y: place.y + 20 });
}

function routeMark(route: Route): readonly Mark[] {
  return route.points.length === 0 ? [] : [arrowLine(route)];
}

/** An arrow from a box to itself, beside the box. */
function loopMark({ from, to }: Arrow, { boxes }: Layout): readonly Mark[] {
  const place = from === to ? boxes.get(from) : undefined;
  if (place === undefined) return [];
  const [x, y] = [place.x + place.width, place.y + place.height / 2];
  return [arrowLoop({ x, y })];
}

function boxMark(element: Element, { boxes }: Layout): readonly Mark[] {
  const place = boxes.get(element.id);
  return place === undefined ? [] : [elementBox(element, place)];
}

function describe(elements: readonly Element[], arrows: readonly Arrow[]): string {
  const names = new Map(elements.map(({ id, name }) => [id, name]));
  const calls = arrows.map(
    (arrow) =>
      `${names.get(arrow.from) ?? arrow.from} to ${names.get(arrow.to) ?? arrow.to}: ${wordsOf(arrow).join(' ')}`,
  );
  return [`Shows ${elements.map(({ name }) => name).join(', ')}.`, ...calls.map((call) => `${call}.`)].join(' ');
}
