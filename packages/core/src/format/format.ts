import type { Edit, Span } from '#model/index';
import { applyEdits } from '#overview/print';
import { read } from '#overview/read';
import { parseMarkdown } from '#text/markdown';
import { tableEdits, tablesIn } from './tables.ts';
import { valueEdits } from './values.ts';

/**
 * The edits that bring a document into one form, in the order of the text: tables aligned, and the values that are understood
 * written in one way. What the document states stays the same, and so does every other byte; front matter is left alone.
 * Formatting twice is formatting once.
 */
export function format(text: string): readonly Edit[] {
  const document = parseMarkdown(text);
  const values = valueEdits(read(text), document.frontMatter?.block.to ?? 0);
  const written = writtenWith(text, values);
  const lines = tablesIn(document.blocks).flatMap((table) => tableEdits(text, table, written));
  const isInLine = insideOf(lines);
  return [...lines, ...values.filter((value) => !isInLine(value))].toSorted((a, b) => a.span.from - b.span.from);
}

/** What is to stand in a span of the text, with the edits of values that lie in it. */
function writtenWith(text: string, edits: readonly Edit[]): (span: Span) => string {
  return ({ from, to }) => {
    const first = firstFrom(edits, from);
    const inside: Edit[] = [];
    for (let at = first; (edits[at]?.span.to ?? Number.POSITIVE_INFINITY) <= to; at += 1) {
      const edit = edits[at];
      if (edit !== undefined) {
        inside.push({ text: edit.text, span: { from: edit.span.from - from, to: edit.span.to - from } });
      }
    }
    return applyEdits(text.slice(from, to), inside);
  };
}

/** Whether an edit lies in a line that is written anew anyway. */
function insideOf(lines: readonly Edit[]): (edit: Edit) => boolean {
  const sorted = lines.toSorted((a, b) => a.span.from - b.span.from);
  return ({ span }) => {
    const line = sorted[firstFrom(sorted, span.from + 1) - 1];
    return line !== undefined && line.span.from <= span.from && span.to <= line.span.to;
  };
}

/** The index of the first edit that begins at `from` or behind it, by bisection. */
function firstFrom(edits: readonly Edit[], from: number): number {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edits[middle]?.span.from ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
