import { parser, Strikethrough } from '@lezer/markdown';
import type { Span } from '#model/index';
import type { Inline, InlineLink } from './tree.ts';

/** Longest run that is parsed for emphasis and links, and most brackets in it; Lezer's matching is quadratic in the worst case. */
const longestRun = 4_000;
const mostBrackets = 200;
const inlineParser = parser.configure([Strikethrough]);

/** What `parseInline` returns; Lezer does not export the type's fields. */
interface Element {
  readonly type: number;
  readonly from: number;
  readonly to: number;
  readonly children?: readonly Element[];
}

const hidden = new Set([
  'EmphasisMark',
  'CodeMark',
  'StrikethroughMark',
  'HTMLTag',
  'Comment',
  'ProcessingInstruction',
]);

const marked = new Set(['Emphasis', 'StrongEmphasis', 'InlineCode', 'Strikethrough', 'Link', 'Image']);

/** What every run has in it that is more than its own text: `~43 min` and `<10 ms` are not. */
const mayBeMarked = /[*_`[\]\\\r\n]|~~|<[A-Za-z/!?]/;

/** Reads `[from, to)` of a text as a run of inline Markdown. `inTable`: `\|` is a bar even inside code (GFM 4.10). */
export function readInline(text: string, from: number, to: number, inTable = false): Inline {
  const span = trim(text, from, to);
  const source = text.slice(span.from, span.to);
  if (!mayBeMarked.test(source) || isCostly(source)) return literal(source, span);
  const skip = new Uint8Array(source.length);
  const links: InlineLink[] = [];
  const marks: Span[] = [];
  const elements = inlineParser.parseInline(source, 0) as readonly Element[];
  for (const element of elements) mark(element, { source, base: span.from, skip, marks, links, inTable });
  return { span, marks, links, ...visible(source, skip, span.from) };
}

function isCostly(source: string): boolean {
  return source.length > longestRun || source.split('[').length - 1 > mostBrackets;
}

/** Of most runs, which have no marks. */
const nothing: readonly never[] = [];

/** `[from, to)` of a text as it stands, e.g. a YAML scalar. */
export function literalInline(text: string, from: number, to: number): Inline {
  return literal(text.slice(from, to), { from, to });
}

/** Where the run between two indices of `plain` stands in the source, trimmed. */
export function sliceSpan(inline: Inline, start: number, end: number): Span {
  if (inline.offsets !== undefined) return sliceInline(inline, start, end).span;
  return trim(inline.plain, start, end, inline.span.from);
}

/** The run between two indices of `plain`, trimmed. */
export function sliceInline(inline: Inline, start: number, end: number = inline.plain.length): Inline {
  let first = start;
  let last = end;
  while (first < last && isSpace(inline.plain.charCodeAt(first))) first += 1;
  while (last > first && isSpace(inline.plain.charCodeAt(last - 1))) last -= 1;
  const plain = inline.plain.slice(first, last);
  const { offsets } = inline;
  if (offsets === undefined) {
    const from = inline.span.from + first;
    return { span: { from, to: inline.span.from + last }, plain, marks: nothing, links: nothing };
  }
  const span = spanBetween(inline, offsets, first, last);
  const to = last > first ? (offsets[last - 1] ?? span.from) + 1 : span.from;
  return {
    span,
    plain,
    offsets: [...offsets.slice(first, last), to],
    marks: inline.marks,
    links: inline.links.filter((link) => link.span.from >= span.from - 1 && link.span.from < span.to),
  };
}

/** The source between two indices, widened so that no mark is cut from its partner: `a **b**` ends after the last `*`. */
function spanBetween({ plain, span, marks }: Inline, offsets: readonly number[], first: number, last: number): Span {
  const from = offsets[first] ?? span.to;
  if (last <= first) return { from, to: from };
  const to = (offsets[last - 1] ?? from) + 1;
  const room = {
    from: first > 0 ? (offsets[first - 1] ?? 0) + 1 : 0,
    to: last < plain.length ? (offsets[last] ?? to) : Number.POSITIVE_INFINITY,
  };
  return marks.reduce((between, each) => withPartner(between, each, room), { from, to });
}

/** A span that begins or ends inside of a mark's range grows over the rest of it, as far as only marks stand there. */
function withPartner(span: Span, { from, to }: Span, room: Span): Span {
  if (span.from <= from && from < span.to && span.to < to && to <= room.to) return { from: span.from, to };
  if (span.from < to && to <= span.to && from < span.from && room.from <= from) return { from, to: span.to };
  return span;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 160;
}

/** `[from, to)` of a text without the spaces at either end, counted from `base`. */
function trim(text: string, from: number, to: number, base = 0): Span {
  let first = from;
  let last = to;
  while (first < last && isSpace(text.charCodeAt(first))) first += 1;
  while (last > first && isSpace(text.charCodeAt(last - 1))) last -= 1;
  return { from: base + first, to: base + last };
}

function literal(source: string, span: Span): Inline {
  return { span, plain: source, marks: nothing, links: nothing };
}

interface Marking {
  readonly source: string;
  /** Offset of `source` in the document. */
  readonly base: number;
  /** 1 where a character is not shown. */
  readonly skip: Uint8Array;
  readonly marks: Span[];
  readonly links: InlineLink[];
  readonly inTable: boolean;
}

function mark(element: Element, marking: Marking): void {
  const name = inlineParser.nodeSet.types[element.type]?.name ?? '';
  if (hidden.has(name)) marking.skip.fill(1, element.from, element.to);
  if (marked.has(name)) marking.marks.push({ from: marking.base + element.from, to: marking.base + element.to });
  if (name === 'Escape') marking.skip[element.from] = 1;
  if (name === 'InlineCode' && marking.inTable) unescapeBars(element, marking);
  if (name === 'Link' || name === 'Image') markLink(element, marking);
  for (const child of element.children ?? []) mark(child, marking);
}

function unescapeBars(code: Element, { source, skip }: Marking): void {
  for (let at = code.from; at < code.to - 1; at += 1) if (source.startsWith('\\|', at)) skip[at] = 1;
}

/** Only `[text](target)` hides its target: `[text]` alone may be an open decision and stays as it is. */
function markLink(element: Element, { source, base, skip, links }: Marking): void {
  const parts = (element.children ?? []).map((child) => ({
    ...child,
    name: inlineParser.nodeSet.types[child.type]?.name,
  }));
  const url = parts.find((part) => part.name === 'URL');
  const marks = parts.filter((part) => part.name === 'LinkMark');
  const [open, close] = marks;
  if (url === undefined || open === undefined || close === undefined) return;
  skip.fill(1, open.from, open.to);
  skip.fill(1, close.from, element.to);
  links.push({
    span: { from: base + element.from, to: base + element.to },
    text: source.slice(open.to, close.from),
    target: source.slice(url.from, url.to).replace(/^<|>$/g, ''),
    targetSpan: { from: base + url.from, to: base + url.to },
  });
}

/**
 * Line breaks, with the indentation of the next line, show as one space; none is left at either end, where a comment hid.
 * What is shown is put together of whole pieces of the source: V8 makes a pattern for each width of characters, and a piece
 * keeps its document's.
 */
function visible(source: string, skip: Uint8Array, base: number): Required<Pick<Inline, 'plain' | 'offsets'>> {
  let plain = '';
  let begun = 0;
  let last = none;
  const offsets: number[] = [];
  for (let at = 0; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    const isHidden = skip[at] === 1 || joins(last, code);
    const isBreak = code === 10 || code === 13;
    if (!isHidden && !isBreak) {
      offsets.push(base + at);
      last = code;
      continue;
    }
    plain += source.slice(begun, at);
    if (!isHidden) {
      plain += ' ';
      offsets.push(base + at);
      last = 32;
      while (isSpace(source.charCodeAt(at + 1))) at += 1;
    }
    begun = at + 1;
  }
  plain += source.slice(begun);
  const end = plain.trimEnd().length;
  offsets.length = end;
  offsets.push((offsets.at(-1) ?? base - 1) + 1);
  return { plain: plain.slice(0, end), offsets };
}

/** In place of the character before where nothing is shown yet. */
const none = -1;

/** Whether a character is a space, or a line break, that goes into the one before it or into the beginning. */
function joins(last: number, code: number): boolean {
  if (!isSpace(code)) return false;
  return last === none || ((code === 10 || code === 13) && isSpace(last));
}
