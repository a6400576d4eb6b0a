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
  const { from, to } = node;
  return {
    span: { from, to },
    cells: cellSpans(text, { from, to }).map((cell) => readInline(text, cell.from, cell.to, true)),
  };
}

const backslash = 92;
const bar = 124;

/** The cells of a row as GFM counts them: bars split, unless a backslash stands before them; outer bars are optional. */
export function cellSpans(text: string, row: Span): Span[] {
  const cells: Span[] = [];
  let begun = row.from;
  for (let at = row.from; at < row.to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === bar) {
      cells.push({ from: begun, to: at });
      begun = at + 1;
    }
  }
  cells.push({ from: begun, to: row.to });
  if (cells.length > 1 && isBlank(text, cells.at(-1))) cells.pop();
  if (cells.length > 1 && isBlank(text, cells[0])) cells.shift();
  return cells;
}

function isBlank(text: string, cell: Span | undefined): boolean {
  return cell !== undefined && text.slice(cell.from, cell.to).trim() === '';
}
