import type { Analysis } from './analysis.ts';
import { offsetInAll, type Place } from './places.ts';
import { offsetOf } from './positions.ts';
import type { Position } from './protocol.ts';

/** Where in an overview somebody types. */
export interface Cursor {
  /** In the text that is typed in. */
  readonly offset: number;
  /** In all that was read. */
  readonly offsetInAll: number;
  /** The line up to the cursor. */
  readonly before: string;
  /** The section, by the stem of its reader; absent outside of known ones. */
  readonly section?: string;
  /** The cell of a table, if it is one. */
  readonly cell?: Cell;
}

/** A cell that somebody types in. */
export interface Cell {
  /** Title of its column, lower case. */
  readonly column: string;
  /** What the cell says up to the cursor. */
  readonly before: string;
}

/** How far up the head of a table is looked for. */
const longestTable = 10_000;

/** What stands around a position. It looks at lines, since half a table or list is none for the reader yet. */
export function cursorAt(analysis: Analysis, place: Place, position: Position): Cursor {
  const { lines } = place;
  const offset = offsetOf(lines, position);
  const inAll = offsetInAll(analysis, place, offset);
  const line = position.line + 1;
  const before = lines.line(line).slice(0, position.character);
  const section = analysis.draft.sections.findLast(({ heading }) => heading.from <= inAll)?.section;
  const cell = before.trimStart().startsWith('|') ? cellIn(before, titlesAbove(lines, line)) : undefined;
  return { offset, offsetInAll: inAll, before, ...(section !== undefined && { section }), ...(cell && { cell }) };
}

function cellIn(before: string, titles: readonly string[] | undefined): Cell | undefined {
  const cells = cellsOf(before);
  const column = titles?.[cells.length - 1];
  return column === undefined ? undefined : { column, before: (cells.at(-1) ?? '').trimStart() };
}

/** The titles of the table that a line is a row of; undefined for its head, and for what is none. */
function titlesAbove(lines: Place['lines'], line: number): readonly string[] | undefined {
  for (let above = line - 1; above > Math.max(1, line - longestTable); above -= 1) {
    const text = lines.line(above);
    if (!text.includes('|')) return undefined;
    if (/^[\s|:-]*-[\s|:-]*$/.test(text))
      return cellsOf(lines.line(above - 1)).map((title) => title.trim().toLowerCase());
  }
  return undefined;
}

/** What stands between the bars of a line, without what stands before the first one. */
function cellsOf(line: string): string[] {
  return line.split(/(?<!\\)\|/).slice(1);
}
