import type { ElementKind } from '../diagram/classify.ts';
import type { Element } from '../diagram/elements.ts';
import type { Rectangle, Size } from '../layout/graph.ts';
import { centred, heightOf, type Paragraph } from './lines.ts';
import { escaped, type Mark, mark, pixels } from './mark.ts';
import { wrap } from './wrap.ts';

const padding = 12;
const textWidths = { person: 150, system: 190, container: 190, database: 190, queue: 180 } as const;

/** Room that the shape of a kind needs beside its text: a head, the lid of a barrel, the end of a pipe. */
const extra: Readonly<Record<ElementKind, { readonly top: number; readonly right: number }>> = {
  person: { top: 30, right: 0 },
  system: { top: 0, right: 0 },
  container: { top: 0, right: 0 },
  database: { top: 14, right: 0 },
  queue: { top: 0, right: 16 },
};

/** What stands in a box: the name, what it is made of, what it does. */
function paragraphsOf({ kind, name, id, technology, description }: Element): readonly Paragraph[] {
  const width = textWidths[kind];
  return [
    { lines: wrap(name || id, { size: 14, bold: true }, { width, lines: 3 }), look: 'name', leading: 18 },
    {
      lines: technology === '' ? [] : wrap(`[${technology}]`, { size: 11 }, { width, lines: 2 }),
      look: 'small',
      leading: 15,
    },
    { lines: wrap(description, { size: 12 }, { width, lines: 4 }), look: '', leading: 16 },
  ];
}

/** How large the box of an element is. */
export function sizeOfElement(element: Element): Size {
  const { top, right } = extra[element.kind];
  const width = textWidths[element.kind] + 2 * padding + right;
  return { width, height: heightOf(paragraphsOf(element)) + 2 * padding + top };
}

const looks: Readonly<Record<ElementKind, string>> = {
  person: 'person',
  system: 'system',
  container: 'system',
  database: 'store',
  queue: 'queue',
};

/** The box of an element, in the shape of its kind; what does not fit into it can be read by pointing at it. */
export function elementBox(element: Element, place: Rectangle): Mark {
  const { kind, outside, name, technology, description } = element;
  const { top, right } = extra[kind];
  const look = outside && kind !== 'person' ? 'outside' : looks[kind];
  const words = [name, technology, description].filter(Boolean).join('\n');
  return mark('g', {}, [
    `<title>${escaped(words.replaceAll('\n', ' – '))}</title>`,
    ...shapes[kind](place, look),
    ...centred(paragraphsOf(element), place.x + (place.width - right) / 2, place.y + top + padding),
  ]);
}

const shapes: Readonly<Record<ElementKind, (place: Rectangle, look: string) => readonly Mark[]>> = {
  person: ({ x, y, width, height }, look) => [
    mark('rect', { class: look, x, y: y + 22, width, height: height - 22, rx: 16 }),
    mark('circle', { class: look, cx: x + width / 2, cy: y + 14, r: 13 }),
  ],
  system: (place, look) => [mark('rect', { class: look, ...place, rx: 6 })],
  container: (place, look) => [mark('rect', { class: look, ...place, rx: 6 })],
  database: ({ x, y, width, height }, look) => {
    const [bow, end] = [`${pixels(width / 2)} 9 0 0`, pixels(x + width)];
    const sides = `M${pixels(x)} ${pixels(y + 9)}V${pixels(y + height - 9)}A${bow} 0 ${end} ${pixels(y + height - 9)}V${pixels(y + 9)}`;
    return [
      mark('path', {
        class: look,
        d: `${sides}A${bow} 0 ${pixels(x)} ${pixels(y + 9)}A${bow} 0 ${end} ${pixels(y + 9)}`,
      }),
    ];
  },
  queue: ({ x, y, width, height }, look) => {
    const [bow, bottom] = [`9 ${pixels(height / 2)} 0 0`, pixels(y + height)];
    const back = `M${pixels(x + width - 9)} ${pixels(y)}H${pixels(x + 9)}A${bow} 0 ${pixels(x + 9)} ${bottom}H${pixels(x + width - 9)}`;
    const lid = `A${bow} 0 ${pixels(x + width - 9)} ${pixels(y)}A${bow} 0 ${pixels(x + width - 9)} ${bottom}`;
    return [mark('path', { class: look, d: `${back}${lid}` })];
  },
};
