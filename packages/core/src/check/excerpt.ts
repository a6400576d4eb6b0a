import type { Span } from '#model/index';
import type { LineIndex } from '#text/lines';
import { type Glyph, glyphs } from './glyphs.ts';

/** A line of the source, ready to print, with the marks that go under it. */
export interface ExcerptLine {
  /** 1-based; absent for a line that stands for several left out. */
  readonly number?: number;
  readonly source: string;
  readonly marks: string;
}

/** A text and where its lines are. */
export interface Source {
  readonly text: string;
  readonly lines: LineIndex;
}

/** Of a span over more lines than this, the first two and the last are shown. */
const mostLines = 4;
const tabStop = 4;

/**
 * The lines of a span with the span marked by `^`, each line cut to `columns` around it.
 * Looks only at the neighbourhood of the span, so its cost does not depend on how long the lines are.
 */
export function excerpt(source: Source, span: Span, columns: number): readonly ExcerptLine[] {
  const first = source.lines.position(span.from).line;
  const last = source.lines.position(Math.max(span.from, span.to - 1)).line;
  const line = (number: number): ExcerptLine => ({ number, ...markedLine(source, number, span, columns) });
  if (last - first < mostLines) return Array.from({ length: last - first + 1 }, (_, index) => line(first + index));
  return [line(first), line(first + 1), { source: '…', marks: '' }, line(last)];
}

function markedLine(source: Source, number: number, span: Span, columns: number): { source: string; marks: string } {
  const start = source.lines.start(number);
  const from = Math.max(start, span.from);
  const near = neighbourhood(source.text, start, from, columns);
  const all = glyphs(source.text.slice(near.from, near.to), near.from);
  const shown = cut(all, from, columns, { left: near.from > start, right: near.more });
  return draw(shown, { from: span.from, to: Math.max(span.to, span.from + 1) }, span.from >= start);
}

/** The part of a line that could be shown: as many characters as there are columns to both sides of `at`. */
function neighbourhood(text: string, start: number, at: number, columns: number): Span & { readonly more: boolean } {
  const reach = columns * 4;
  const from = wholeCharacter(text, Math.max(start, at - reach));
  const ahead = text.slice(at, at + reach);
  const ending = ahead.search(/[\r\n]/);
  const to = ending === -1 ? wholeCharacter(text, at + ahead.length) : at + ending;
  return { from, to, more: ending === -1 && to < text.length };
}

/** An offset moved off the middle of a surrogate pair. */
function wholeCharacter(text: string, offset: number): number {
  const code = text.charCodeAt(offset);
  return code >= 0xdc_00 && code <= 0xdf_ff && offset > 0 ? offset - 1 : offset;
}

interface Cut {
  readonly glyphs: readonly Glyph[];
  /** Whether something of the line is left out on this side. */
  readonly left: boolean;
  readonly right: boolean;
}

/** Chooses what of a line fits into the columns: all of it, or its beginning if the marked place is seen then, else what is around that place. */
function cut(all: readonly Glyph[], at: number, columns: number, more: { left: boolean; right: boolean }): Cut {
  if (!more.left && !more.right && widthOf(all) <= columns) return { glyphs: all, left: false, right: false };
  const marked = all.findIndex((glyph) => glyph.to > at);
  const place = marked === -1 ? all.length : marked;
  const before = Math.floor((columns * 2) / 3);
  const fromStart = !more.left && widthOf(all.slice(0, place)) <= before;
  const start = fromStart ? 0 : firstWithin(all, place, Math.floor(columns / 3));
  const end = lastWithin(all, start, columns);
  return { glyphs: all.slice(start, end), left: more.left || start > 0, right: more.right || end < all.length };
}

function firstWithin(all: readonly Glyph[], place: number, columns: number): number {
  let start = place;
  let used = 0;
  while (start > 0 && used < columns) {
    start -= 1;
    used += all[start]?.width ?? 0;
  }
  return start;
}

function lastWithin(all: readonly Glyph[], start: number, columns: number): number {
  let end = start;
  let used = 0;
  while (end < all.length && used < columns) {
    used += all[end]?.width ?? 0;
    end += 1;
  }
  return end;
}

function widthOf(some: readonly Glyph[]): number {
  return some.reduce((sum, glyph) => sum + glyph.width, 0);
}

/**
 * Draws the glyphs and, under those inside the span, the marks; tabs become spaces so that both stay aligned.
 * A span that begins on this line and covers none of its glyphs is marked behind the last one.
 */
function draw(shown: Cut, span: Span, begins: boolean): { source: string; marks: string } {
  let source = shown.left ? '…' : '';
  let marks = shown.left ? ' ' : '';
  let column = shown.left ? 1 : 0;
  for (const glyph of shown.glyphs) {
    const width = glyph.shown === '\t' ? tabStop - (column % tabStop) : glyph.width;
    const inside = glyph.from < span.to && glyph.to > span.from;
    source += glyph.shown === '\t' ? ' '.repeat(width) : glyph.shown;
    marks += (inside ? '^' : ' ').repeat(width);
    column += width;
  }
  const behind = begins && !marks.includes('^');
  return { source: source + (shown.right ? '…' : ''), marks: behind ? `${marks}^` : marks.trimEnd() };
}
