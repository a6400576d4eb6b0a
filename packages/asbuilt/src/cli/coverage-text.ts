import type { Coverage, SectionCoverage, StageCounts } from '@asbuilt/core/derive';
import { type Prose, type Stage, stages } from '@asbuilt/core/model';
import type { Pages } from '@asbuilt/core/text';
import { createColors } from 'picocolors';
import { printable } from './printable.ts';

/** How the table is shown. */
export interface CoverageView {
  readonly pages: Pages;
  readonly color: boolean;
}

/** Longer prose is cut: the place says where to read on. */
const excerptLength = 60;

/** Coverage for people: a table of the sections by stage, then what is prose only, with its places. */
export function coverageText(coverage: Coverage, view: CoverageView): string {
  const { bold, dim } = createColors(view.color);
  const total: SectionCoverage = { section: 'total', ...coverage.total };
  const width = Math.max(...[...coverage.sections, total].map(({ section }) => section.length));
  const header = ['statements', ...stages, 'none'];
  const line = (name: string, cells: readonly string[]): string =>
    [name.padEnd(width), ...cells.map((cell, index) => cell.padStart(header[index]?.length ?? 0))].join('  ');
  return [
    bold(line('section', header)),
    ...coverage.sections.map((section) => line(section.section, cellsOf(section))),
    bold(line('total', cellsOf(total))),
    '',
    `${bold(`${(coverage.proseShare * 100).toFixed(0)} %`)} of the text is prose only, in ${places(coverage.prose.length)}`,
    ...coverage.prose.map((prose) => dim(`  ${proseLine(prose, view)}`)),
    '',
  ].join('\n');
}

function cellsOf(counts: StageCounts): readonly string[] {
  const cell = (stage: Stage): string => (counts.reached[stage] === 0 ? '·' : String(counts.reached[stage]));
  return [String(counts.statements), ...stages.map(cell), counts.unreached === 0 ? '·' : String(counts.unreached)];
}

function places(count: number): string {
  return count === 1 ? '1 place' : `${count} places`;
}

function proseLine(prose: Prose, { pages }: CoverageView): string {
  const { file = pages.main.file, line, column } = pages.place(prose.span);
  return `${file}:${line}:${column} ${printable(prose.text, excerptLength)}`;
}
