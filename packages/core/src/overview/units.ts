import { type PlacedHole, type Span, valueAfter } from '#model/index';
import type { Parsed } from '#text/markdown';
import type { Block, List, Table } from '#text/tree';
import type { YamlNode } from '#text/yaml';
import { findHoles, type LinkLabels, mayHaveHoles } from './hole.ts';
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
  const units = noUnitsYet();
  for (const { span } of scalars) addUnit(span, units, { text, labels });
  return units;
}

function unitsIn(block: Block, text: string, labels: LinkLabels): BlockUnits {
  const units = noUnitsYet();
  // Asked once for a whole table, most of whose cells have none.
  const { from, to } = block.span;
  addUnits(block, units, mayHaveHoles(text.slice(from, to)) ? { text, labels } : undefined);
  return units;
}

interface Units extends BlockUnits {
  readonly spans: Span[];
  readonly holes: PlacedHole[];
}

/** Where holes are looked for. */
interface Source {
  readonly text: string;
  readonly labels: LinkLabels;
}

function noUnitsYet(): Units {
  return { spans: [], holes: [] };
}

/** @param source absent where no holes are looked for: in code and HTML, and where there are none */
function addUnit(span: Span, units: Units, source: Source | undefined): void {
  const { from, to } = span;
  if (to <= from) return;
  units.spans.push(span);
  if (source !== undefined) units.holes.push(...findHoles(source.text.slice(from, to), from, source.labels));
}

function addUnits(block: Block, units: Units, source: Source | undefined): void {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return addUnit(block.content.span, units, source);
    case 'list':
      return addItems(block, units, source);
    case 'table':
      return addCells(block, units, source);
    case 'rule':
      return;
    case 'quote':
    case 'code':
    case 'html':
    case 'other':
      addUnit(block.span, units, block.kind === 'quote' ? source : undefined);
  }
}

function addItems({ items }: List, units: Units, source: Source | undefined): void {
  for (const { content, children } of items) {
    addUnit(content.span, units, source);
    for (const child of children) addUnits(child, units, source);
  }
}

function addCells({ header, rows }: Table, units: Units, source: Source | undefined): void {
  for (const { span } of header.cells) addUnit(span, units, source);
  for (const { cells } of rows) for (const { span } of cells) addUnit(span, units, source);
}
