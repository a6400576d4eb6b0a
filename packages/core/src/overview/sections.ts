import type { Hole, Overview, SectionPlace, Span } from '#model/index';
import type { Block, Heading, Table } from '#text/tree';
import { backgroundJobs } from './background-jobs.ts';
import { caching } from './caching.ts';
import { context } from './context.ts';
import { contextCapsule } from './context-capsule.ts';
import { costs } from './costs.ts';
import { dataFlow } from './data-flow.ts';
import { failureModes } from './failure-modes.ts';
import { fileMap } from './file-map.ts';
import { guardrails } from './guardrails.ts';
import { links } from './links.ts';
import { observability } from './observability.ts';
import { type Part, plainLabel, plainTitle, toParts } from './parts.ts';
import type { Reading } from './reading.ts';
import { references } from './references.ts';
import { scaling } from './scaling.ts';
import { security } from './security.ts';
import { services } from './services.ts';
import { slos } from './slos.ts';
import { threats } from './threats.ts';
import { type SectionStem, type SectionTitles, sectionTitles } from './titles.ts';

/** A section, whatever it fills. */
export interface AnySection {
  readonly stem: SectionStem;
  read(parts: readonly Part[], reading: Reading): Partial<Overview<Hole>>;
  print(values: Overview<Hole>): string;
}

/** Every section in the order of the template. */
export const sections: readonly AnySection[] = [
  contextCapsule,
  references,
  context,
  services,
  dataFlow,
  backgroundJobs,
  caching,
  observability,
  failureModes,
  scaling,
  security,
  costs,
  threats,
  slos,
  fileMap,
  guardrails,
  links,
];

const byTitle = new Map(
  sections.flatMap((section) => titlesOf(section).titles.map((title) => [plainTitle(title), section])),
);
const byLabel = new Map(
  sections.flatMap((section) => (titlesOf(section).labels ?? []).map((label) => [plainTitle(label), section])),
);
const byTable = sections.flatMap((section) => {
  const { table } = titlesOf(section);
  return table === undefined ? [] : [{ section, key: plainSet(table.key), beside: plainSet(table.beside) }];
});

function titlesOf({ stem }: AnySection): SectionTitles {
  return sectionTitles[stem];
}

function plainSet(titles: readonly string[]): ReadonlySet<string> {
  return new Set(titles.map(plainTitle));
}

/** The document divided into its sections. */
export interface Division {
  /** The parts of each known section, by stem, in the order of the document. */
  readonly parts: ReadonlyMap<string, readonly Part[]>;
  readonly places: readonly SectionPlace[];
}

interface Stretch {
  readonly section: AnySection | undefined;
  readonly heading: Heading | undefined;
  readonly blocks: Block[];
}

/**
 * Divides a document at the headings that are titles of sections. A heading below a section's own, with a title of its own,
 * stays in that section as a label; a heading of the same level or above ends it, and so does the start of another page.
 */
export function divide(blocks: readonly Block[], starts: readonly number[] = []): Division {
  const stretches: Stretch[] = [];
  for (const page of pagesOf(blocks, starts)) {
    stretches.push({ section: undefined, heading: undefined, blocks: [] });
    for (const block of page) addBlock(block, stretches);
  }
  return { parts: collectParts(stretches), places: stretches.flatMap(placeOf) };
}

function pagesOf(blocks: readonly Block[], starts: readonly number[]): readonly (readonly Block[])[] {
  const ends = [...starts, Number.POSITIVE_INFINITY];
  const pages = ends.map((): Block[] => []);
  let at = 0;
  for (const block of blocks) {
    while (block.span.from >= (ends[at] ?? Number.POSITIVE_INFINITY)) at += 1;
    pages[at]?.push(block);
  }
  return pages;
}

function addBlock(block: Block, stretches: Stretch[]): void {
  const current = stretches.at(-1);
  const section = block.kind === 'heading' ? byTitle.get(plainLabel(block.content.plain)) : undefined;
  const ends = block.kind === 'heading' && (section !== undefined || block.level <= (current?.heading?.level ?? 0));
  if (ends) stretches.push({ section, heading: block, blocks: [] });
  else current?.blocks.push(block);
}

function collectParts(stretches: readonly Stretch[]): Map<string, Part[]> {
  const parts = new Map<string, Part[]>();
  const add = (section: AnySection, part: Part): void => {
    const known = parts.get(section.stem);
    if (known === undefined) parts.set(section.stem, [part]);
    else known.push(part);
  };
  for (const { section, heading, blocks } of stretches) {
    const title = heading === undefined ? '' : plainLabel(heading.content.plain);
    for (const part of toParts(blocks, title)) {
      const own = byLabel.get(part.label) ?? section;
      const strays = part.blocks.flatMap((block) => strayTable(block, own));
      for (const { table, owner } of strays) add(owner, { label: title, blocks: [table] });
      if (own !== undefined) add(own, without(part, strays));
    }
  }
  return parts;
}

interface StrayTable {
  readonly table: Table;
  readonly owner: AnySection;
}

/** A table whose columns tell that it is another section's, wherever it stands; none where they could be two sections'. */
function strayTable(block: Block, own: AnySection | undefined): StrayTable[] {
  if (block.kind !== 'table') return [];
  const titles = block.header.cells.map(({ plain }) => plainLabel(plain));
  const owners = byTable.filter(
    ({ key, beside }) => titles.some((title) => key.has(title)) && titles.some((title) => beside.has(title)),
  );
  const [first, second] = owners;
  return first === undefined || second !== undefined || first.section === own
    ? []
    : [{ table: block, owner: first.section }];
}

function without(part: Part, strays: readonly StrayTable[]): Part {
  if (strays.length === 0) return part;
  const tables = new Set<Block>(strays.map(({ table }) => table));
  return { ...part, blocks: part.blocks.filter((block) => !tables.has(block)) };
}

function placeOf({ section, heading, blocks }: Stretch): SectionPlace[] {
  if (section === undefined || heading === undefined) return [];
  const span: Span = { from: heading.span.from, to: blocks.at(-1)?.span.to ?? heading.span.to };
  return [{ section: section.stem, heading: heading.span, span }];
}
