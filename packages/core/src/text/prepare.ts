import type { Span } from '#model/index';

/** Longest line that is read for values, in UTF-16 code units. Lezer's table test is quadratic in the length of one line. */
const longestLine = 20_000;
/** Deepest nesting of lists and quotes, and widest indentation in columns. Lezer's cost grows with nesting depth times lines. */
const deepestNesting = 64;
const widestIndent = 256;

/** A text that is read in linear time and in which every offset is the same as in the original. */
export interface PreparedText {
  /** What words and values are read from. */
  readonly text: string;
  /** The same, with the rows below the titles of tables written as Lezer knows them: what blocks are found in. */
  readonly structure: string;
  readonly refused: readonly { readonly span: Span; readonly message: string }[];
}

/**
 * Makes a text safe for the parser without moving a character:
 * line endings become `\n` (`\r\n` becomes ` \n`), a byte order mark a space, and lines that would take long are blanked and
 * reported.
 */
export function prepare(text: string): PreparedText {
  const refused: { span: Span; message: string }[] = [];
  const normal = text
    .replace(/^\uFEFF/, ' ')
    .replace(/\r\n/g, ' \n')
    .replace(/\r/g, '\n');
  let from = 0;
  const lines = normal.split('\n').map((line) => {
    const span = { from, to: from + line.length };
    from = span.to + 1;
    if (line.length > widestIndent && line.trim() === '') return blank(line);
    const message = refusal(line);
    if (message === undefined) return line;
    refused.push({ span, message });
    return blank(line);
  });
  return { text: lines.join('\n'), structure: lines.map(delimiterRow).join('\n'), refused };
}

/** As many empty lines as a text is long: Lezer's table test is quadratic in the length of a line of spaces. */
export function blank(text: string): string {
  return '\n'.repeat(text.length);
}

function refusal(line: string): string | undefined {
  if (line.length > longestLine) {
    return `this line has ${line.length} characters; lines over ${longestLine} are not read for values`;
  }
  if (isTooDeep(line)) return `this line is nested too deep (over ${deepestNesting} levels) and is not read for values`;
  return undefined;
}

function isTooDeep(line: string): boolean {
  let columns = 0;
  let levels = 0;
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === '\t') columns += 4;
    else if (/\s/.test(char)) columns += 1;
    else if ('>*+-'.includes(char)) levels += 1;
    else if (char >= '0' && char <= '9') {
      const marker = /^\d{1,9}[.)]/.exec(line.slice(at, at + 10));
      if (marker === null) break;
      at += marker[0].length - 1;
      levels += 1;
    } else break;
    if (columns > widestIndent) return true;
  }
  return levels > deepestNesting && !/^[\s*+-]+$/.test(line);
}

/** `| --- | --- |  ` is not taken for a delimiter row by Lezer: the last dashes grow until nothing is behind the last bar. */
function delimiterRow(line: string): string {
  const kept = line.trimEnd();
  const rest = line.length - kept.length;
  if (rest === 0 || !/^[|:\-\s]*-:?\s*\|$/.test(kept) || /^\s*-\s/.test(kept)) return line;
  const dash = kept.lastIndexOf('-');
  return `${kept.slice(0, dash)}${'-'.repeat(rest)}${kept.slice(dash)}`;
}
