import { stripVTControlCharacters } from 'node:util';

/** Rows as lines, each column as wide as its widest cell; colours take no room. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => width(row[column] ?? ''))),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => padded(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function padded(cell: string, to: number): string {
  return cell + ' '.repeat(Math.max(0, to - width(cell)));
}

const characters = new Intl.Segmenter();

/** How many characters a text takes at a terminal; colours take none. */
export function width(cell: string): number {
  return [...characters.segment(stripVTControlCharacters(cell))].length;
}

/** A line without its colours, cut to `room` characters. */
export function cutLine(line: string, room: number): string {
  const letters = [...characters.segment(stripVTControlCharacters(line))].map(({ segment }) => segment);
  return letters.length > room ? `${letters.slice(0, room - 1).join('')}…` : letters.join('');
}
