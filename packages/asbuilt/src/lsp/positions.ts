import type { Span } from '@asbuilt/core/model';
import type { LineIndex } from '@asbuilt/core/text';
import type { Position, Range } from './protocol.ts';

/** A span as editors count it: lines and UTF-16 code units from 0. */
export function rangeOf(lines: LineIndex, span: Span): Range {
  const { line, column, endLine, endColumn } = lines.range(span);
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}

/** The offset of an editor's position; one behind the end of its line counts as that end, as the protocol has it. */
export function offsetOf(lines: LineIndex, { line, character }: Position): number {
  return lines.start(line + 1) + Math.min(character, lines.line(line + 1).length);
}
