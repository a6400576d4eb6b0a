import { mermaidLine, mermaidQuoted, oneLine } from '../print/escape.ts';
import type { ElementKind } from './classify.ts';
import type { Element } from './elements.ts';

/** Boxes that stand together, in a frame of their own if they have a `frame`. */
export interface Group {
  readonly frame?: Frame;
  readonly elements: readonly Element[];
}

/** A frame around boxes: the system's own border, or one around what is outside of it. */
export interface Frame {
  readonly kind: 'system' | 'external';
  readonly id: string;
  readonly title: string;
}

/** An arrow between two boxes, by their ids. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly technology?: string;
}

/** A C4 diagram: what it shows, from top to bottom. */
export interface C4Diagram {
  readonly kind: 'C4Context' | 'C4Container';
  readonly title: string;
  readonly groups: readonly Group[];
  readonly arrows: readonly Arrow[];
}

/** A diagram as Mermaid C4 text (https://mermaid.js.org/syntax/c4.html). */
export function c4Text({ kind, title, groups, arrows }: C4Diagram): string {
  const filled = groups.filter(({ elements }) => elements.length > 0);
  const lines = [
    `title ${mermaidLine(title)}`,
    ...filled.flatMap(groupLines),
    ...arrows.map(arrowLine),
    ...liftedLabels(filled, arrows),
    `UpdateLayoutConfig($c4ShapeInRow="${boxesInRow}", $c4BoundaryInRow="1")`,
  ];
  return `${[kind, ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}

/** Three boxes side by side are as wide as a page of text. */
const boxesInRow = 3;

function groupLines({ frame, elements }: Group): readonly string[] {
  if (frame === undefined) return elements.map(box);
  const { kind, id, title } = frame;
  const border = kind === 'system' ? call('System_Boundary', [id, title]) : call('Boundary', [id, title, kind]);
  return [`${border} {`, ...elements.map((element) => `  ${box(element)}`), '}'];
}

const macros: Readonly<Record<ElementKind, { readonly own: string; readonly others: string }>> = {
  person: { own: 'Person', others: 'Person' },
  system: { own: 'System', others: 'System_Ext' },
  container: { own: 'Container', others: 'System_Ext' },
  database: { own: 'ContainerDb', others: 'SystemDb_Ext' },
  queue: { own: 'ContainerQueue', others: 'SystemQueue_Ext' },
};

/** Containers have a place for their technology; for the other boxes it is a part of the description. */
function box({ id, kind, outside, name, technology, description }: Element): string {
  const macro = outside ? macros[kind].others : macros[kind].own;
  const words = macro.startsWith('Container')
    ? [technology, description]
    : [[description, technology].filter(Boolean).join('. ')];
  return call(macro, [id, oneLine(name) || id, ...words]);
}

function arrowLine({ from, to, label, technology = '' }: Arrow): string {
  return `Rel(${[from, to, ...quoted([label || 'calls', technology])].join(', ')})`;
}

/**
 * Mermaid sets the label of an arrow onto its middle. Between neighbours in a row there is less room than a label needs,
 * so there it is lifted above the boxes.
 */
function liftedLabels(groups: readonly Group[], arrows: readonly Arrow[]): readonly string[] {
  const rows = new Map(
    groups.flatMap(({ elements }, group) =>
      elements.map(({ id }, index) => [id, `${group}/${Math.floor(index / boxesInRow)}`]),
    ),
  );
  return arrows
    .filter(({ from, to }) => rows.get(from) === rows.get(to))
    .map(({ from, to }) => `UpdateRelStyle(${from}, ${to}, $offsetY="-76")`);
}

function call(macro: string, [id = '', ...texts]: readonly string[]): string {
  return `${macro}(${[id, ...quoted(texts)].join(', ')})`;
}

/** Arguments in quotes; empty ones at the end are left out. */
function quoted(texts: readonly string[]): readonly string[] {
  const last = texts.findLastIndex((part) => part !== '');
  return texts.slice(0, last + 1).map((part) => `"${mermaidQuoted(part)}"`);
}
