import { format } from '@asbuilt/core/format';
import type { Analysis } from './analysis.ts';
import { partAt } from './places.ts';
import { rangeOf } from './positions.ts';
import type { Range, TextEdit } from './protocol.ts';

/** The edits that bring an overview, or a file that it includes, into the form of `asbuilt format`; those in some lines only. */
export function formattingOf(analysis: Analysis, uri: string, within?: Range): TextEdit[] {
  const place = partAt(analysis, uri);
  if (place === undefined) return [];
  const edits = format(place.text).map(({ span, text }) => ({ range: rangeOf(place.lines, span), newText: text }));
  return within === undefined ? edits : edits.filter(({ range }) => touches(range, within));
}

/** Selecting up to the beginning of a line does not mean that line. */
function touches({ start, end }: Range, within: Range): boolean {
  const last = within.end.character === 0 ? Math.max(within.start.line, within.end.line - 1) : within.end.line;
  return start.line <= last && end.line >= within.start.line;
}
