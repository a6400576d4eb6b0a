import type { Span } from '#model/index';
import { sliceInline } from '#text/inline';
import { lettered } from '#text/lettered';
import type { Block, Inline, ListItem, Table } from '#text/tree';

/** A stretch of a section under one label (`**Request Flow:**` or a sub-heading); the first stretch is labelled by the heading. */
export interface Part {
  /** In the form of `plainLabel`. */
  readonly label: string;
  readonly labelSpan?: Span;
  /** What follows the label in its own paragraph: `**Actions:** define; draft`. */
  readonly rest?: Inline;
  readonly blocks: readonly Block[];
}

const signs = lettered((letters, digits) => `[^${letters}${digits}]+`, 'g');
const number = lettered((letters) => String.raw`^\d+[a-z]?(?: \d+)* (?=[${letters}])`);

/** A label in the form it is compared in: lower case, without numbering, marks and remarks in parentheses. */
export function plainLabel(label: string): string {
  const words = label
    .toLowerCase()
    .replace(/\([^()]*\)/g, ' ')
    .replaceAll('&', ' and ');
  const plain = words.replace(signs(words), ' ').trim();
  return /^\d/.test(plain) ? plain.replace(number(plain), '') : plain;
}

const titles = new Map<string, string>();

/** A title or label that is known in advance, in the form it is compared in: the same few are asked for again and again. */
export function plainTitle(title: string): string {
  const known = titles.get(title);
  if (known !== undefined) return known;
  const plain = plainLabel(title);
  titles.set(title, plain);
  return plain;
}

/**
 * `Label: value`, or `**Label** – value`, split. A label is short, and has no braces (`{{AUTO:DATE}}`) or address (`http://`)
 * in it.
 */
export function splitLabel(run: Inline): { readonly label: Inline; readonly rest: Inline } | undefined {
  const match = /^([^:{}[\]|.;]{1,60}):(?!\/\/)(?=\s|$|\S)/.exec(run.plain);
  const label = match?.[1];
  if (label === undefined) return splitMarked(run);
  if (label.trim().split(/\s+/).length > 8) return undefined;
  return { label: sliceInline(run, 0, label.length), rest: sliceInline(run, label.length + 1) };
}

/** A dash separates a label only where marks say that it is one. */
function splitMarked(run: Inline): { readonly label: Inline; readonly rest: Inline } | undefined {
  const mark = run.marks.find(({ from }) => from === run.span.from);
  const end = mark === undefined ? -1 : (run.offsets?.findIndex((offset) => offset >= mark.to) ?? -1);
  if (end < 1 || end > 60) return undefined;
  const dash = /^\s*(?:\([^()]*\)\s*)?[–—-]\s/u.exec(run.plain.slice(end))?.[0];
  return dash === undefined
    ? undefined
    : { label: sliceInline(run, 0, end), rest: sliceInline(run, end + dash.length) };
}

/** Divides a section's blocks at their labels; what stands before the first one is under the section's own title. */
export function toParts(blocks: readonly Block[], title: string): Part[] {
  const parts: { label: string; labelSpan?: Span; rest?: Inline; blocks: Block[] }[] = [{ label: title, blocks: [] }];
  for (const block of blocks) {
    const opened = openedPart(block);
    if (opened === undefined) parts.at(-1)?.blocks.push(block);
    else parts.push(opened);
  }
  return parts;
}

function openedPart(block: Block): { label: string; labelSpan: Span; rest?: Inline; blocks: Block[] } | undefined {
  if (block.kind === 'heading') return { label: plainLabel(block.content.plain), labelSpan: block.span, blocks: [] };
  if (block.kind !== 'paragraph') return undefined;
  const split = splitLabel(block.content);
  if (split === undefined) return undefined;
  const label = plainLabel(split.label.plain);
  const isAlone = split.rest.plain === '';
  return isAlone
    ? { label, labelSpan: block.span, blocks: [] }
    : { label, labelSpan: split.label.span, rest: split.rest, blocks: [] };
}

/** The parts under any of the labels. */
export function partsNamed(parts: readonly Part[], ...labels: readonly string[]): Part[] {
  return parts.filter((part) => labels.includes(part.label));
}

/** All list items of the parts, nested ones after their parents. */
export function itemsOf(parts: readonly Part[]): ListItem[] {
  return parts.flatMap((part) => part.blocks).flatMap(itemsOfBlock);
}

function itemsOfBlock(block: Block): ListItem[] {
  if (block.kind !== 'list') return [];
  return block.items.flatMap((item) => [item, ...item.children.flatMap(itemsOfBlock)]);
}

/** All tables of the parts. */
export function tablesOf(parts: readonly Part[]): Table[] {
  return parts.flatMap((part) => part.blocks).filter((block) => block.kind === 'table');
}

/** A run without the remark in parentheses at its end: `{{ENV}} (alt: staging)`. */
export function withoutRemark(run: Inline): Inline {
  const match = /\s*\([^()]*\)\s*$/.exec(run.plain);
  return match === null || match.index === 0 ? run : sliceInline(run, 0, match.index);
}

/** Splits a run at a separator outside of brackets and parentheses: `[a, b], c` has two pieces. */
export function splitRun(run: Inline, separator: string): Inline[] {
  const cuts = [-1];
  let depth = 0;
  for (let at = 0; at < run.plain.length; at += 1) {
    const char = run.plain.charAt(at);
    if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) depth = Math.max(0, depth - 1);
    else if (char === separator && depth === 0) cuts.push(at);
  }
  cuts.push(run.plain.length);
  return cuts
    .slice(1)
    .map((end, index) => sliceInline(run, (cuts[index] ?? -1) + 1, end))
    .filter((piece) => piece.plain !== '');
}
