import type { BlockContext, Element, LeafBlock, LeafBlockParser, Line, MarkdownConfig } from '@lezer/markdown';

const backslash = 92;
const bar = 124;
const delimiters = /^[>\s]*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$/;

/**
 * Tables as Lezer's own extension finds them, without their cells: `table.ts` splits rows itself, and a node for each cell is
 * most of what a large document's tree consists of. A test holds both against each other.
 */
export const tableRows: MarkdownConfig = {
  defineNodes: [{ name: 'Table', block: true }, 'TableHeader', 'TableRow', 'TableDelimiter'],
  parseBlock: [
    {
      name: 'Table',
      leaf: (_, leaf) => (hasBar(leaf.content, 0) ? new TableLeaf() : null),
      endLeaf: (cx, line, leaf) => {
        if (leaf.parsers.some((parser) => parser instanceof TableLeaf) || !hasBar(line.text, line.basePos))
          return false;
        const next = cx.peekLine();
        return delimiters.test(next) && cellsIn(line.text, line.basePos) === cellsIn(next, line.basePos);
      },
      before: 'SetextHeading',
    },
  ],
};

/** Follows a leaf that begins with a line which may be a table's header. */
class TableLeaf implements LeafBlockParser {
  private isHeader = true;
  private rows: Element[] | undefined;

  nextLine(cx: BlockContext, line: Line, leaf: LeafBlock): boolean {
    if (this.isHeader) this.rows = beginning(cx, line, leaf);
    else this.rows?.push(cx.elt('TableRow', cx.lineStart + line.pos, cx.lineStart + line.text.length));
    this.isHeader = false;
    return false;
  }

  finish(cx: BlockContext, leaf: LeafBlock): boolean {
    if (this.rows === undefined) return false;
    cx.addLeafElement(leaf, cx.elt('Table', leaf.start, leaf.start + leaf.content.length, this.rows));
    return true;
  }
}

/** The header and the line below it, if that is a table's second line. */
function beginning(cx: BlockContext, line: Line, leaf: LeafBlock): Element[] | undefined {
  const second = line.text.slice(line.pos);
  if (!/^[-:|]/.test(second) || !delimiters.test(second)) return undefined;
  if (cellsIn(leaf.content, 0) !== cellsIn(second, 0)) return undefined;
  return [
    cx.elt('TableHeader', leaf.start, leaf.start + leaf.content.length),
    cx.elt('TableDelimiter', cx.lineStart + line.pos, cx.lineStart + line.text.length),
  ];
}

function hasBar(text: string, start: number): boolean {
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === bar) return true;
    if (code === backslash) at += 1;
  }
  return false;
}

/** How many cells a row has as GFM counts them: outer bars are optional, and a backslash takes a bar its meaning. */
function cellsIn(line: string, start: number): number {
  let count = 0;
  let isFirst = true;
  let isFilled = false;
  let isEscaped = false;
  for (let at = start; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === bar && !isEscaped) {
      if (!isFirst || isFilled) count += 1;
      isFirst = false;
      isFilled = false;
    } else if (isEscaped || (code !== 32 && code !== 9)) isFilled = true;
    isEscaped = !isEscaped && code === backslash;
  }
  return isFilled ? count + 1 : count;
}
