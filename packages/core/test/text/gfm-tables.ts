import { parse, postprocess, preprocess } from 'micromark';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Span } from '#model/index';
import { parseMarkdown } from '#text/markdown';
import type { Block, Table } from '#text/tree';

/** The cells of a table by rows, the titles first; a cell as where its content stands, an empty one as none. */
export type Cells = readonly (readonly (Span | undefined)[])[];

/** The tables of a text as micromark reads them, on which remark-gfm stands. */
export function tablesByGfm(text: string): Cells[] {
  const events = postprocess(
    parse({ extensions: [gfmTable()] })
      .document()
      .write(preprocess()(text, undefined, true)),
  );
  const tables: (Span | undefined)[][][] = [];
  let isBelowTitles = false;
  for (const [kind, token] of events) {
    if (token.type === 'tableDelimiterRow') isBelowTitles = kind === 'enter';
    else if (kind === 'enter' && !isBelowTitles) enter(token, tables);
  }
  return tables;
}

function enter({ type, start, end }: Token, tables: (Span | undefined)[][][]): void {
  const table = tables.at(-1);
  const row = table?.at(-1);
  if (type === 'table') tables.push([]);
  if (type === 'tableRow') table?.push([]);
  if (type === 'tableData' || type === 'tableHeader') row?.push(undefined);
  if (type === 'tableContent') row?.splice(-1, 1, { from: start.offset, to: end.offset });
}

type Token = ReturnType<typeof postprocess>[number][1];

/** The tables of a text as we read them. */
export function tablesByUs(text: string): Cells[] {
  return parseMarkdown(text)
    .blocks.flatMap(tablesIn)
    .map(({ header, rows }) =>
      [header, ...rows].map(({ cells }) => cells.map(({ span }) => (span.to > span.from ? span : undefined))),
    );
}

function tablesIn(block: Block): Table[] {
  if (block.kind === 'table') return [block];
  return block.kind === 'list' ? block.items.flatMap(({ children }) => children.flatMap(tablesIn)) : [];
}
