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

function width(cell: string): number {
  return [...characters.segment(stripVTControlCharacters(cell))].length;
}
