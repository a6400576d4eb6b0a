import type { Span } from '#model/index';

/** Longest line that is read for values, in UTF-16 code units. Lezer's table test is quadratic in the length of one line. */
const longestLine = 20_000;
/** Deepest nesting of lists and quotes, and widest indentation in columns. Lezer's cost grows with nesting depth times lines. */
const deepestNesting = 64;
const widestIndent = 256;

/** Most of a text that is read, in UTF-16 code units. */
const longestText = 8 * 1024 * 1024;
/** Most lines, each with the list items, quotes and headings that begin on it: what a parser makes an object of. */
const mostPieces = 120_000;

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
  let left = mostPieces;
  let hasBlanks = false;
  const lines: string[] = [];
  for (const line of normal.split('\n')) {
    const span = { from, to: from + line.length };
    const lead = leadOf(line);
    left -= lead.pieces;
    if (left < 0 || span.to > longestText) break;
    const message = refusal(line, lead);
    if (message !== undefined) refused.push({ span, message });
    hasBlanks ||= !lead.isRead;
    lines.push(lead.isRead && message === undefined ? line : blank(line));
    from = span.to + 1;
  }
  // What is cut off, with the line end before it, is left out of nothing but what is read.
  if (from <= normal.length) {
    refused.push({ span: { from, to: text.length }, message: cutOff(lines.length) });
    lines.push(blank(normal.slice(from)));
  }
  const prepared = refused.length === 0 && !hasBlanks ? normal : lines.join('\n');
  return { text: prepared, structure: structureOf(lines, prepared), refused };
}

/** A document is large next to what is made of it: no second copy where it is the same. */
function structureOf(lines: readonly string[], text: string): string {
  const structure = lines.map(delimiterRow);
  return structure.every((line, index) => line === lines[index]) ? text : structure.join('\n');
}

function cutOff(lines: number): string {
  return (
    `what follows line ${lines} is not read for values: ` +
    `a document has at most ${longestText} characters, and ${mostPieces} lines and items`
  );
}

/**
 * Empty lines in the place of a text. Lezer's table test is quadratic in the length of a line of spaces, and within lists each
 * line costs as much as they are deep: short lines keep both small.
 */
export function blank(text: string): string {
  return `${' '.repeat(63)}\n`.repeat(Math.ceil(text.length / 64)).slice(0, text.length);
}

/** What a line begins with. */
interface Lead {
  /** False for a line of nothing but many spaces. */
  readonly isRead: boolean;
  /** The blocks that it may open. */
  readonly pieces: number;
  readonly isTooDeep: boolean;
}

function refusal({ length }: string, { isTooDeep }: Lead): string | undefined {
  if (length > longestLine)
    return `this line has ${length} characters; lines over ${longestLine} are not read for values`;
  if (isTooDeep) return `this line is nested too deep (over ${deepestNesting} levels) and is not read for values`;
  return undefined;
}

function leadOf(line: string): Lead {
  if (line.trim() === '') return { isRead: line.length <= widestIndent, pieces: 0, isTooDeep: false };
  let columns = 0;
  let levels = 0;
  for (let at = 0; at < line.length && columns <= widestIndent; at += 1) {
    const char = line.charAt(at);
    if (char === '\t') columns += 4;
    else if (/\s/.test(char)) columns += 1;
    else if ('>*+-#'.includes(char)) levels += 1;
    else {
      const marker = /^\d{1,9}[.)]/.exec(line.slice(at, at + 10));
      if (marker === null) break;
      at += marker[0].length - 1;
      levels += 1;
    }
  }
  const isTooDeep = columns > widestIndent || (levels > deepestNesting && !/^[\s*+-]+$/.test(line));
  return { isRead: true, pieces: 1 + levels, isTooDeep };
}

/** `| --- | --- |  ` is not taken for a delimiter row by Lezer: the last dashes grow until nothing is behind the last bar. */
function delimiterRow(line: string): string {
  const kept = line.trimEnd();
  const rest = line.length - kept.length;
  if (rest === 0 || !/^[|:\-\s]*-:?\s*\|$/.test(kept) || /^\s*-\s/.test(kept)) return line;
  const dash = kept.lastIndexOf('-');
  return `${kept.slice(0, dash)}${'-'.repeat(rest)}${kept.slice(dash)}`;
}
