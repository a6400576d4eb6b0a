import type { Draft, Hole, Overview, Span, Stated } from '#model/index';
import { parseMarkdown } from '#text/markdown';
import type { Block, MarkdownDocument } from '#text/tree';
import { findComments } from './comments.ts';
import { readFrontMatter } from './front-matter.ts';
import { findHoles, type LinkLabels } from './hole.ts';
import { text as anyText } from './notation.ts';
import { proseOf, unitsOf } from './prose.ts';
import { type Reading, startReading } from './reading.ts';
import { type Division, divide, sections } from './sections.ts';

/**
 * Reads any text as an Architecture Overview. Nothing is refused: what is not understood is listed as prose.
 * @param starts where the pages that the document includes begin, as `joinPages` says it; none where it is one file
 */
export function read(text: string, starts: readonly number[] = []): Draft {
  const document = parseMarkdown(text, starts);
  const labels = linkLabels(document);
  const division = divide(document.blocks, starts);
  const reading = startReading(labels);
  const { task, scalars, unknownKeys, problems } = readFrontMatter(document, reading);
  const title = readTitle(document.blocks, starts, reading);
  const overview = { ...(title && { title }), task, ...readSections(division, reading) };
  const units = unitsOf(document, scalars);
  const comments = findComments(document);
  return {
    stage: 'draft',
    text,
    overview,
    holes: units
      .filter(({ isText }) => isText)
      .flatMap(({ span }) => findHoles(text.slice(span.from, span.to), span.from, labels)),
    prose: proseOf(
      text,
      units,
      [...reading.understood, ...structureOf(division), ...comments.map(({ span }) => span)],
      division.places,
    ),
    sections: division.places,
    headings: document.blocks.flatMap((block) =>
      block.kind === 'heading' ? [{ text: block.content.plain, span: block.span }] : [],
    ),
    comments,
    misfits: reading.misfits,
    unknownKeys,
    problems: [...problems, ...document.refused],
  };
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

function readSections({ parts }: Division, reading: Reading): Omit<Overview<Hole>, 'title' | 'task'> {
  const slices = sections.map((section) => section.read(parts.get(section.stem) ?? [], reading));
  return Object.assign({}, ...slices) as Omit<Overview<Hole>, 'title' | 'task'>;
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
