import type { Edit, Span } from '#model/index';
import { cellSpans } from '#text/table';
import type { Block, Table } from '#text/tree';
import { type Alignment, tableLines } from './table-lines.ts';

/** Tables with longer lines, in UTF-16 code units, stay as they are: blanks between bars could make a line too long to be read. */
const widestTable = 10_000;

/** Every table of a document, also those in lists; quotes are left as they are. */
export function tablesIn(blocks: readonly Block[]): readonly Table[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'table') return [block];
    return block.kind === 'list' ? block.items.flatMap(({ children }) => tablesIn(children)) : [];
  });
}

/**
 * Edits that align a table, one for each line that changes.
 * @param written says what is to stand in a span of the text once its values are in one form
 */
export function tableEdits(text: string, table: Table, written: (span: Span) => string): readonly Edit[] {
  const header = lineAt(text, table.header.span.from);
  const delimiters = lineAt(text, afterLineBreak(text, header.to));
  const rows = table.rows.map(({ span }) => lineAt(text, span.from)).filter((span) => hasBar(text, span));
  const alignments = cellSpans(text, delimiters).map((cell) => alignmentOf(text.slice(cell.from, cell.to)));
  const cells = [header, ...rows].map((span) => cellSpans(text, span).map((cell) => written(trimmed(text, cell))));
  // Where the two are not counted alike here, they would be no table any more once they are written anew.
  if (cells[0]?.length !== alignments.length) return [];
  const lines = tableLines(cells, alignments);
  if (lines.some(({ length }) => length > widestTable)) return [];
  return [header, delimiters, ...rows].flatMap((span, index) => {
    const line = lines[index] ?? '';
    const isSame = text.slice(span.from, span.to) === line;
    return isSame || (span !== delimiters && marks(line) !== marks(written(span))) ? [] : [{ span, text: line }];
  });
}

/** What a line of a table says: all of it but the bars and the room around them. */
function marks(line: string): string {
  return line.replaceAll(/[ \t|]/g, '');
}

/** A line without a bar below a table is a row for GFM, and a sentence for whoever wrote it. */
function hasBar(text: string, { from, to }: Span): boolean {
  return /(?<!\\)(?:\\\\)*\|/.test(text.slice(from, to));
}

function alignmentOf(delimiter: string): Alignment {
  const [left, right] = [delimiter.trim().startsWith(':'), delimiter.trim().endsWith(':')];
  if (left) return right ? 'center' : 'left';
  return right ? 'right' : 'none';
}

/** From `from` on to the end of that line, without its indentation and its ending. */
function lineAt(text: string, from: number): Span {
  const ending = /[\r\n]/g;
  ending.lastIndex = from;
  return trimmed(text, { from, to: ending.exec(text)?.index ?? text.length });
}

function afterLineBreak(text: string, at: number): number {
  const ending = /\r\n|[\r\n]/g;
  ending.lastIndex = at;
  return ending.exec(text) === null ? text.length : ending.lastIndex;
}

/** Without the blanks around it, and without a byte order mark at the very beginning. */
function trimmed(text: string, { from, to }: Span): Span {
  let first = from === 0 && text.startsWith('\uFEFF') ? 1 : from;
  let last = to;
  while (first < last && isBlank(text.charAt(first))) first += 1;
  while (last > first && isBlank(text.charAt(last - 1))) last -= 1;
  return { from: first, to: last };
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t';
}
