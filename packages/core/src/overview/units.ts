import { type PlacedHole, type Span, valueAfter } from '#model/index';
import type { Parsed } from '#text/markdown';
import type { Block } from '#text/tree';
import type { YamlNode } from '#text/yaml';
import { findHoles, type LinkLabels } from './hole.ts';
import type { Kept } from './section-reading.ts';

/**
 * The pieces of a block that can say something, in order: paragraphs, list items, cells, headings, blocks of code. And the
 * holes in them.
 */
export interface BlockUnits {
  readonly spans: readonly Span[];
  readonly holes: readonly PlacedHole[];
}

export const noUnits: BlockUnits = { spans: [], holes: [] };

/** What is known from before an edit. */
interface KeptUnits extends Kept {
  readonly units: ReadonlyMap<Block, BlockUnits>;
}

/** The units of each block of a document. */
export function unitsByBlock(
  { text, blocks }: Parsed,
  labels: LinkLabels,
  kept: KeptUnits | undefined,
): Map<Block, BlockUnits> {
  return new Map(
    blocks.map((block) => {
      const before = kept?.blocks.get(block);
      const known = before && kept?.units.get(before);
      return [block, known && kept ? valueAfter(known, kept.change) : unitsIn(block, text, labels)];
    }),
  );
}

/** The units of the front matter. */
export function unitsOfScalars(scalars: readonly YamlNode[], text: string, labels: LinkLabels): BlockUnits {
  return withHoles(
    scalars.map(({ span }) => ({ span, isText: true })),
    text,
    labels,
  );
}

function unitsIn(block: Block, text: string, labels: LinkLabels): BlockUnits {
  return withHoles(piecesOf(block), text, labels);
}

interface Piece {
  readonly span: Span;
  /** Whether holes are looked for in it: not in code and HTML. */
  readonly isText: boolean;
}

function withHoles(pieces: readonly Piece[], text: string, labels: LinkLabels): BlockUnits {
  const saying = pieces.filter(({ span }) => span.to > span.from);
  return {
    spans: saying.map(({ span }) => span),
    holes: saying.flatMap(({ span: { from, to }, isText }) =>
      isText ? findHoles(text.slice(from, to), from, labels) : [],
    ),
  };
}

function piecesOf(block: Block): Piece[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [{ span: block.content.span, isText: true }];
    case 'list':
      return block.items.flatMap((item) => [
        { span: item.content.span, isText: true },
        ...item.children.flatMap(piecesOf),
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
