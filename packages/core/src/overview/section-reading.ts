import { type Change, type Hole, isSameAfter, type Misfit, type Overview, type Span, valueAfter } from '#model/index';
import type { Block } from '#text/tree';
import type { LinkLabels } from './hole.ts';
import type { Part } from './parts.ts';
import { startReading } from './reading.ts';
import type { AnySection } from './sections.ts';

/** What one section says, and what it was read from. */
export interface SectionReading {
  readonly parts: readonly Part[];
  readonly values: Partial<Overview<Hole>>;
  readonly understood: readonly Span[];
  readonly misfits: readonly Misfit[];
}

/** What an edit left of the document before. */
export interface Kept {
  readonly change: Change;
  /** The block that each kept one was. */
  readonly blocks: ReadonlyMap<Block, Block>;
}

/** Reads a section from its parts. Its ids begin with its stem, so that no other section can take one of them. */
export function readSection(section: AnySection, parts: readonly Part[], labels: LinkLabels): SectionReading {
  const reading = startReading(labels);
  const values = section.read(parts, reading);
  return { parts, values, understood: reading.understood, misfits: reading.misfits };
}

/** The same reading after an edit that touches none of the parts; undefined where it touches one. */
export function keptReading(
  before: SectionReading,
  parts: readonly Part[],
  { change, blocks }: Kept,
): SectionReading | undefined {
  const isSame =
    parts.length === before.parts.length &&
    parts.every((part, index) => isKept(before.parts[index], part, { change, blocks }));
  if (!isSame) return undefined;
  const { values, understood, misfits } = before;
  return {
    parts,
    values: valueAfter(values, change),
    understood: valueAfter(understood, change),
    misfits: valueAfter(misfits, change),
  };
}

function isKept(before: Part | undefined, part: Part, { change, blocks }: Kept): boolean {
  return (
    before !== undefined &&
    before.label === part.label &&
    before.blocks.length === part.blocks.length &&
    part.blocks.every((block, index) => blocks.get(block) === before.blocks[index]) &&
    isSameAfter(before.labelSpan, part.labelSpan, change) &&
    isSameAfter(before.rest, part.rest, change)
  );
}
