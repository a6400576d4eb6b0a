import type { Prose, SectionPlace, Span } from '#model/index';
import type { Block, MarkdownDocument } from '#text/tree';
import type { YamlNode } from '#text/yaml';

/** A piece of text that can say something: a paragraph, a list item, a cell, a heading, a block of code. */
export interface Unit {
  readonly span: Span;
  /** Whether holes are looked for in it: not in code and HTML. */
  readonly isText: boolean;
}

/** Every unit of a document, in order. */
export function unitsOf(document: MarkdownDocument, scalars: readonly YamlNode[]): Unit[] {
  const yaml = scalars.map(({ span }) => ({ span, isText: true }));
  return [...yaml, ...document.blocks.flatMap(unitsOfBlock)].filter(({ span }) => span.to > span.from);
}

function unitsOfBlock(block: Block): Unit[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [{ span: block.content.span, isText: true }];
    case 'list':
      return block.items.flatMap((item) => [
        { span: item.content.span, isText: true },
        ...item.children.flatMap(unitsOfBlock),
      ]);
    case 'table':
      return [block.header, ...block.rows].flatMap((row) => row.cells.map(({ span }) => ({ span, isText: true })));
    case 'rule':
      return [];
    case 'quote':
    case 'code':
    case 'html':
    case 'other':
      return [{ span: block.span, isText: block.kind === 'quote' }];
  }
}

/** The units in which nothing was understood. */
export function proseOf(
  text: string,
  units: readonly Unit[],
  understood: readonly Span[],
  places: readonly SectionPlace[],
): Prose[] {
  const sorted = understood.filter(({ from, to }) => to > from).toSorted((a, b) => a.from - b.from);
  let next = 0;
  let furthest = 0;
  return units.flatMap(({ span }) => {
    for (let known = sorted[next]; known !== undefined && known.from < span.to; known = sorted[next]) {
      furthest = Math.max(furthest, known.to);
      next += 1;
    }
    if (furthest > span.from) return [];
    const section = places.find((place) => place.span.from <= span.from && span.to <= place.span.to)?.section;
    return [{ span, text: text.slice(span.from, span.to), ...(section !== undefined && { section }) }];
  });
}
