import type { LineRange, Span } from '#model/index';
import { findFrontMatter } from './front-matter.ts';
import { type LineIndex, lineIndex } from './lines.ts';

/** A file that a document is written in. */
export interface Page {
  /** As messages name it. */
  readonly file: string;
  readonly text: string;
}

/** A span of a page; `file` is absent for the main one. */
export interface PageSpan {
  readonly file?: string;
  readonly span: Span;
}

/** A place in a page; `file` is absent for the main one. */
export interface PagePlace extends LineRange {
  readonly file?: string;
}

/** The files of one document, read as one text. */
export interface Pages {
  /** The file that includes the others. `text` begins with it, so that its offsets are the same in both. */
  readonly main: Page;
  readonly included: readonly Page[];
  /** All of them, one below the other, without the front matter of those that are included. */
  readonly text: string;
  /** Where each included page begins in `text`. */
  readonly starts: readonly number[];
  /** The page that a span of `text` begins in, and the span there; what lies outside of that page is cut off. */
  at(span: Span): PageSpan;
  /** The same as lines and columns. */
  place(span: Span): PagePlace;
  /** The lines of a page, the main one where no file is named; undefined for a file that is no page. */
  lines(file?: string): LineIndex | undefined;
}

/** An empty line, so that nobody who looks at lines takes two pages for one. */
export const pageBreak: string = '\n\n';

/** A page and which part of `text` it is: its own text from `skipped` on, at `start`. */
interface Piece extends Page {
  readonly skipped: number;
  readonly start: number;
}

/** Joins the files of a document. One that includes no other is its own text. */
export function joinPages(main: Page, included: readonly Page[] = []): Pages {
  const first: Piece = { ...main, skipped: 0, start: 0 };
  const pieces = [first];
  for (const page of included) {
    const { start, skipped, text } = pieces.at(-1) ?? first;
    pieces.push({ ...page, skipped: headOf(page.text), start: start + text.length - skipped + pageBreak.length });
  }
  const at = (span: Span): PageSpan => {
    const piece = pieces.findLast(({ start }) => start <= span.from) ?? first;
    return { ...(piece !== first && { file: piece.file }), span: inPiece(piece, span) };
  };
  const lines = linesOf(pieces);
  return {
    main,
    included,
    text: pieces.map(({ text, skipped }) => text.slice(skipped)).join(pageBreak),
    starts: pieces.slice(1).map(({ start }) => start),
    at,
    place: (span) => {
      const { file, span: own } = at(span);
      const found = lines(file) ?? lineIndex(main.text);
      return { ...(file !== undefined && { file }), ...found.range(own) };
    },
    lines,
  };
}

/** What of an included page is not read: it is no task of its own, and a byte order mark belongs to the beginning of a file. */
function headOf(text: string): number {
  return findFrontMatter(text)?.block.to ?? (text.startsWith('\uFEFF') ? 1 : 0);
}

function inPiece({ start, skipped, text }: Piece, { from, to }: Span): Span {
  const own = (offset: number): number => Math.min(Math.max(0, offset - start) + skipped, text.length);
  return { from: own(from), to: own(to) };
}

/** A page is indexed once, when it is first asked for. */
function linesOf(pieces: readonly Piece[]): Pages['lines'] {
  const known = new Map<string | undefined, LineIndex>();
  return (file) => {
    const page = file === undefined ? pieces[0] : pieces.slice(1).find((piece) => piece.file === file);
    const index = known.get(file) ?? (page && lineIndex(page.text));
    if (index !== undefined) known.set(file, index);
    return index;
  };
}
