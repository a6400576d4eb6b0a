import type { Draft, Hole, Overview, Span, Stated } from '#model/index';
import { type Parsed, parseMarkdown } from '#text/markdown';
import type { Block, MarkdownDocument } from '#text/tree';
import { findComments } from './comments.ts';
import { readFrontMatter } from './front-matter.ts';
import type { LinkLabels } from './hole.ts';
import { text as anyText } from './notation.ts';
import type { Part } from './parts.ts';
import { proseOf } from './prose.ts';
import { type Reading, startReading } from './reading.ts';
import { keptReading, readSection, type SectionReading } from './section-reading.ts';
import { type Division, divide, sections } from './sections.ts';
import { type BlockUnits, noUnits, unitsByBlock, unitsOfScalars } from './units.ts';

/**
 * Reads any text as an Architecture Overview. Nothing is refused: what is not understood is listed as prose.
 * @param starts where the pages that the document includes begin, as `joinPages` says it; none where it is one file
 */
export function read(text: string, starts: readonly number[] = []): Draft {
  return readAfter(undefined, text, starts).draft;
}

/** Reads the versions of one document. */
export type Reader = (text: string, starts?: readonly number[]) => Draft;

/**
 * A reader for a document that is being edited: it remembers what it read last, and reads only those sections again that
 * the edit touches. What it says is what `read` says of the same text.
 */
export function createReader(): Reader {
  let before: ReadDocument | undefined;
  return (text, starts = []) => {
    before = readAfter(before, text, starts);
    return before.draft;
  };
}

/** A draft with all that it was read from. */
interface ReadDocument {
  readonly draft: Draft;
  readonly document: Parsed;
  readonly labels: LinkLabels;
  readonly readings: ReadonlyMap<string, SectionReading>;
  readonly units: ReadonlyMap<Block, BlockUnits>;
}

function readAfter(before: ReadDocument | undefined, text: string, starts: readonly number[]): ReadDocument {
  const document = parseMarkdown(text, starts, before?.document);
  const labels = linkLabels(document);
  const isKept = before !== undefined && isSameSet(labels, before.labels);
  const kept = isKept && document.change ? { change: document.change, blocks: document.kept } : undefined;
  const division = divide(document.blocks, starts);
  const readings = readSections(division, labels, (stem, parts) => {
    const known = before?.readings.get(stem);
    return known && kept && keptReading(known, parts, kept);
  });
  const units = unitsByBlock(document, labels, kept && before && { ...kept, units: before.units });
  return { draft: toDraft({ document, division, labels, readings, units, starts }), document, labels, readings, units };
}

interface DraftParts extends Omit<ReadDocument, 'draft'> {
  readonly division: Division;
  readonly starts: readonly number[];
}

function toDraft({ document, division, labels, readings, units, starts }: DraftParts): Draft {
  const { text, blocks } = document;
  const reading = startReading(labels);
  const { task, scalars, unknownKeys, problems } = readFrontMatter(document, reading);
  const title = readTitle(blocks, starts, reading);
  const all = [...readings.values()];
  const yaml = unitsOfScalars(scalars, text, labels);
  const inOrder = [yaml, ...blocks.map((block) => units.get(block) ?? noUnits)];
  const comments = findComments(document);
  const understood = joined([
    reading.understood,
    ...all.map((each) => each.understood),
    structureOf(division),
    comments.map(({ span }) => span),
  ]);
  return {
    stage: 'draft',
    text,
    overview: Object.assign({ ...(title && { title }), task }, ...all.map(({ values }) => values)) as Overview<Hole>,
    holes: joined(inOrder.map(({ holes }) => holes)),
    prose: proseOf(text, joined(inOrder.map(({ spans }) => spans)), understood, division.places),
    sections: division.places,
    headings: blocks.flatMap((block) =>
      block.kind === 'heading' ? [{ text: block.content.plain, span: block.span }] : [],
    ),
    comments,
    misfits: joined([reading.misfits, ...all.map((each) => each.misfits)]),
    unknownKeys,
    problems: [...problems, ...document.refused],
  };
}

/** One list of many: a large document has tens of thousands of places. */
function joined<T>(lists: readonly (readonly T[])[]): T[] {
  const all: T[] = [];
  for (const list of lists) for (const each of list) all.push(each);
  return all;
}

/** A page that is included may begin with a heading as large as the title. */
function readTitle(
  blocks: readonly Block[],
  [end = Number.POSITIVE_INFINITY]: readonly number[],
  reading: Reading,
): Stated<string | Hole> | undefined {
  const heading = blocks.find((block) => block.kind === 'heading');
  return heading?.level === 1 && heading.span.from < end
    ? reading.state(['title'], heading.content, anyText)
    : undefined;
}

function readSections(
  { parts }: Division,
  labels: LinkLabels,
  known: (stem: string, parts: readonly Part[]) => SectionReading | undefined,
): Map<string, SectionReading> {
  return new Map(
    sections.map((section) => {
      const own = parts.get(section.stem) ?? [];
      return [section.stem, known(section.stem, own) ?? readSection(section, own, labels)];
    }),
  );
}

function isSameSet(one: LinkLabels, other: LinkLabels): boolean {
  return one.size === other.size && [...one].every((label) => other.has(label));
}

/** Headings of known sections, and labels that stand alone in them, are structure. */
function structureOf({ parts, places }: Division): Span[] {
  const labels = [...parts.values()]
    .flat()
    .flatMap(({ labelSpan, rest }) => (labelSpan === undefined || rest !== undefined ? [] : [labelSpan]));
  return [...places.map(({ heading }) => heading), ...labels];
}

/** `[label]: target` definitions: their labels are links wherever they stand. */
function linkLabels({ text, blocks }: MarkdownDocument): LinkLabels {
  const definitions = blocks.filter((block) => block.kind === 'other');
  return new Set(
    definitions.flatMap(({ span }) => {
      const label = /^\[([^\]]{1,200})\]:/.exec(text.slice(span.from, span.from + 300))?.[1];
      return label === undefined ? [] : [label.toLowerCase()];
    }),
  );
}
