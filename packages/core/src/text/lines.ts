import type { LineRange, Span } from '#model/index';

/** Turns offsets into lines and columns. Line endings are `\n`, `\r\n` and a lone `\r`. */
export interface LineIndex {
  /** 1-based line and column (UTF-16 code units) of an offset in 0 … text.length. */
  position(offset: number): { readonly line: number; readonly column: number };
  range(span: Span): LineRange;
  /** The text of a 1-based line, without its ending; empty outside of the text. */
  line(line: number): string;
  /** Offset of the first character of a 1-based line. */
  start(line: number): number;
}

/** Indexes a text once, O(length); each question is O(log lines). */
export function lineIndex(text: string): LineIndex {
  const starts = lineStarts(text);
  const position = (offset: number): { line: number; column: number } => {
    const line = lastNotAfter(starts, offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
  return {
    position,
    range: (span) => {
      const start = position(span.from);
      const end = position(span.to);
      return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
    },
    line: (line) => text.slice(starts[line - 1] ?? text.length, starts[line] ?? text.length).replace(/[\r\n]+$/, ''),
    start: (line) => starts[line - 1] ?? text.length,
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}

function lastNotAfter(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
