import type { SyntaxNode } from '@lezer/common';
import type { Span } from '#model/index';
import { readInline } from './inline.ts';
import type { Table, TableRow } from './tree.ts';

/** Reads a Lezer table. Cells are split here, because Lezer leaves empty cells out of its tree. */
export function readTable(text: string, node: SyntaxNode): Table {
  const rows: TableRow[] = [];
  let header: TableRow = { span: { from: node.from, to: node.from }, cells: [] };
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name === 'TableHeader') header = readRow(text, child);
    else if (child.name === 'TableRow') rows.push(readRow(text, child));
  }
  return { kind: 'table', span: { from: node.from, to: node.to }, header, rows };
}

function readRow(text: string, node: SyntaxNode): TableRow {
  const span = { from: node.from, to: node.to };
  return { span, cells: cellSpans(text, span).map((cell) => readInline(text, cell.from, cell.to, true)) };
}

/** The cells of a row as GFM counts them: bars split, unless a backslash stands before them; outer bars are optional. */
export function cellSpans(text: string, row: Span): Span[] {
  const bars: number[] = [];
  for (let at = row.from; at < row.to; at += 1) {
    const char = text.charAt(at);
    if (char === '\\') at += 1;
    else if (char === '|') bars.push(at);
  }
  const edges = [row.from - 1, ...bars, row.to];
  const cells = edges.slice(1).map((to, index) => ({ from: (edges[index] ?? 0) + 1, to }));
  const isBlank = (cell: Span | undefined): boolean =>
    cell !== undefined && text.slice(cell.from, cell.to).trim() === '';
  if (cells.length > 1 && isBlank(cells.at(-1))) cells.pop();
  if (cells.length > 1 && isBlank(cells[0])) cells.shift();
  return cells;
}
