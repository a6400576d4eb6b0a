import { width } from '#text/width';

/** How a column of a table is set: by the colons of the line below its header. */
export type Alignment = 'none' | 'left' | 'center' | 'right';

/** Wider tables do not fit a window: aligning them would only put their words farther apart. */
const widestTable = 160;
/** A delimiter shorter than this is none for some readers. */
const fewestDashes = 3;

/**
 * The lines of a table: the header, the delimiters, the rows. They get outer bars, and cells padded to columns; where that
 * would take more than 160 columns, one space on each side. A line keeps the number of its cells.
 * @param rows the cells of each line, the header's first, without the white space around them
 */
export function tableLines(rows: readonly (readonly string[])[], alignments: readonly Alignment[]): readonly string[] {
  const columns = widthsOf(rows, alignments.length);
  const isWide = columns.reduce((sum, each) => sum + each + 3, 1) > widestTable;
  const cellIn = (cell: string, column: number): string =>
    isWide ? cell : pad(cell, columns[column] ?? 0, alignments[column] ?? 'none');
  const delimiters = alignments.map((alignment, column) =>
    delimiter(alignment, isWide ? fewestDashes : (columns[column] ?? fewestDashes)),
  );
  const [header = '', ...below] = rows.map((cells) => line(cells.map(cellIn)));
  return [header, line(delimiters), ...below];
}

/** One space on each side of a cell, and one in a cell that says nothing. */
function line(cells: readonly string[]): string {
  return `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`;
}

/** Cells beyond the header's are no part of the table for whoever draws it, and have no column. */
function widthsOf(rows: readonly (readonly string[])[], count: number): readonly number[] {
  const widths = Array.from({ length: count }, () => fewestDashes);
  for (const cells of rows) {
    for (const [column, cell] of cells.slice(0, count).entries()) {
      widths[column] = Math.max(widths[column] ?? 0, width(cell));
    }
  }
  return widths;
}

function pad(cell: string, to: number, alignment: Alignment): string {
  const room = Math.max(0, to - width(cell));
  const before = { none: 0, left: 0, center: Math.floor(room / 2), right: room }[alignment];
  return ' '.repeat(before) + cell + ' '.repeat(room - before);
}

function delimiter(alignment: Alignment, to: number): string {
  const left = alignment === 'left' || alignment === 'center' ? ':' : '';
  const right = alignment === 'right' || alignment === 'center' ? ':' : '';
  return left + '-'.repeat(Math.max(1, to - left.length - right.length)) + right;
}
