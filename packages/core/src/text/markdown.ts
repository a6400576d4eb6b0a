import { NodeType, type SyntaxNode, Tree, TreeFragment } from '@lezer/common';
import { parser, TaskList } from '@lezer/markdown';
import { type Change, changeBetween, type Span, spanAfter, widest } from '#model/index';
import { findFrontMatter } from './front-matter.ts';
import { readInline } from './inline.ts';
import { blockAfter } from './moved.ts';
import { pageBreak } from './pages.ts';
import { blank, prepare } from './prepare.ts';
import { readTable } from './table.ts';
import { tableRows } from './table-rows.ts';
import type { Block, Inline, List, ListItem, MarkdownDocument, Opaque } from './tree.ts';

/**
 * The block structure only: runs of text are parsed on demand by `readInline`, piece by piece,
 * so that no input makes the parser slow (Lezer's inline parsers are quadratic on nested marks).
 */
const blockParser = Object.assign(parser.configure([tableRows, TaskList]), { parseInline: (): [] => [] });

/** A document with what is needed to parse it again after an edit. */
export interface Parsed extends MarkdownDocument {
  /** What blocks were found in. */
  readonly structure: string;
  readonly prepared: string;
  readonly pages: readonly ParsedPage[];
  readonly nodes: readonly NamedSpan[];
  /** What changed since the parse before; absent where there was none that it could go on from. */
  readonly change?: Change;
  /** The block of the parse before that each kept one was. */
  readonly kept: ReadonlyMap<Block, Block>;
}

interface ParsedPage {
  readonly text: string;
  readonly tree: Tree;
}

interface NamedSpan extends Span {
  readonly name: string;
}

/**
 * Parses a Markdown document (CommonMark with GFM tables and task items) into blocks with positions. Any text is a document.
 * @param starts where further pages begin, which are parsed by themselves: what one leaves open does not go on in the next
 * @param before the same document before an edit: what the edit does not touch is taken from there, the result is the same
 */
export function parseMarkdown(text: string, starts: readonly number[] = [], before?: Parsed): Parsed {
  const frontMatter = findFrontMatter(text.slice(0, starts[0]));
  const hiddenTo = frontMatter?.block.to ?? 0;
  const { text: prepared, structure: whole, refused } = prepare(text);
  const structure = blank(text.slice(0, hiddenTo)) + whole.slice(hiddenTo);
  const change = before && changeSince(before, { text, structure, prepared });
  const { root, pages } = parsePages(structure, starts, before?.pages ?? []);
  const nodes = root.flatMap(children);
  const kept = new Map<Block, Block>();
  const known = before === undefined || change === undefined ? undefined : keptBlocks(before, change);
  const blocks = nodes.map((node) => {
    const old = known?.(node);
    if (old === undefined || change === undefined) return readBlock(prepared, node);
    const block = blockAfter(old, change);
    kept.set(block, old);
    return block;
  });
  return {
    text,
    structure,
    prepared,
    pages,
    nodes: nodes.map(({ name, from, to }) => ({ name, from, to })),
    ...(change && { change }),
    kept,
    ...(frontMatter && { frontMatter }),
    blocks,
    refused: refused.filter(({ span }) => span.from >= hiddenTo),
  };
}

/** What changed in the text, in what words are read from, and in what blocks are found in: they have the same places. */
function changeSince(before: Parsed, after: Pick<Parsed, 'text' | 'structure' | 'prepared'>): Change {
  const inText = changeBetween(before.text, after.text);
  const inPrepared =
    after.prepared === after.text && before.prepared === before.text
      ? inText
      : changeBetween(before.prepared, after.prepared);
  return widest(widest(inText, inPrepared), changeBetween(before.structure, after.structure));
}

/** Finds the block that a node was before a change which does not touch it: what was parsed as the same is the same. */
function keptBlocks(before: Parsed, change: Change): (node: SyntaxNode) => Block | undefined {
  const byStart = new Map<number, { readonly name: string; readonly to: number; readonly block: Block }>();
  before.nodes.forEach(({ name, from, to }, index) => {
    const after = spanAfter({ from, to }, change);
    const block = before.blocks[index];
    if (after !== undefined && block !== undefined) byStart.set(after.from, { name, to: after.to, block });
  });
  return ({ name, from, to }) => {
    const old = byStart.get(from);
    return old?.name === name && old.to === to ? old.block : undefined;
  };
}

/** The root of each page, its positions counted in the whole text. */
function parsePages(
  text: string,
  starts: readonly number[],
  before: readonly ParsedPage[],
): { readonly root: readonly SyntaxNode[]; readonly pages: readonly ParsedPage[] } {
  if (starts.length === 0) {
    const page = parsePage(text, before[0]);
    return { root: [page.tree.topNode], pages: [page] };
  }
  const all = [0, ...starts];
  const ends = [...starts.map((start) => start - pageBreak.length), text.length];
  const pages = all.map((from, index) => parsePage(text.slice(from, ends[index]), before[index]));
  const trees = pages.map(({ tree }) => tree);
  return { root: children(new Tree(NodeType.none, trees, all, text.length).topNode), pages };
}

/** Of a page that was parsed before, Lezer takes the blocks that are still the same. */
function parsePage(text: string, before: ParsedPage | undefined): ParsedPage {
  if (before === undefined) return { text, tree: blockParser.parse(text) };
  if (before.text === text) return before;
  const { from: changed, to, by } = changeBetween(before.text, text);
  const from = lookingAheadFrom(before.text, changed);
  const changes = [{ fromA: from, toA: to, fromB: from, toB: to + by }];
  const fragments = TreeFragment.applyChanges(TreeFragment.addTree(before.tree), changes);
  return { text, tree: blockParser.parse(text, fragments) };
}

/** Whether a paragraph ends may depend on the two lines behind it, which can be a table's first: Lezer does not know that of its own. */
function lookingAheadFrom(text: string, changed: number): number {
  let from = changed;
  for (let line = 0; line < 3 && from > 0; line += 1) from = text.lastIndexOf('\n', from - 1);
  return Math.max(0, from);
}

function children(node: SyntaxNode): SyntaxNode[] {
  const all: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) all.push(child);
  return all;
}

const opaque: Readonly<Record<string, Opaque['kind']>> = {
  FencedCode: 'code',
  CodeBlock: 'code',
  HTMLBlock: 'html',
  CommentBlock: 'html',
  ProcessingInstructionBlock: 'html',
  HorizontalRule: 'rule',
  Blockquote: 'quote',
  LinkReference: 'other',
};

function readBlock(text: string, node: SyntaxNode): Block {
  const span = { from: node.from, to: node.to };
  const heading = /^(?:ATX|Setext)Heading(\d)$/.exec(node.name);
  if (heading !== null)
    return { kind: 'heading', level: Number(heading[1]), span, content: headingContent(text, node) };
  switch (node.name) {
    case 'Paragraph':
      return { kind: 'paragraph', span, content: readInline(text, node.from, node.to) };
    case 'BulletList':
    case 'OrderedList':
      return readList(text, node);
    case 'Table':
      return readTable(text, node);
    default:
      return { kind: opaque[node.name] ?? 'other', span };
  }
}

function headingContent(text: string, node: SyntaxNode): Inline {
  const marks = children(node).filter((child) => child.name === 'HeaderMark');
  const opening = marks.find((mark) => mark.from === node.from);
  const closing = marks.find((mark) => mark.from > node.from);
  return readInline(text, opening?.to ?? node.from, closing?.from ?? node.to);
}

function readList(text: string, node: SyntaxNode): List {
  const items = children(node).filter((child) => child.name === 'ListItem');
  return {
    kind: 'list',
    ordered: node.name === 'OrderedList',
    span: { from: node.from, to: node.to },
    items: items.map((item) => readItem(text, item)),
  };
}

function readItem(text: string, node: SyntaxNode): ListItem {
  const [mark, ...rest] = children(node);
  const ordinal = /^\d+/.exec(text.slice(mark?.from, mark?.to));
  const [first] = rest;
  const leads = first !== undefined && (first.name === 'Paragraph' || first.name === 'Task');
  return {
    span: { from: node.from, to: node.to },
    ...(ordinal && { ordinal: Number(ordinal[0]) }),
    ...(leads ? readLead(text, first) : { content: readInline(text, mark?.to ?? node.to, mark?.to ?? node.to) }),
    children: (leads ? rest.slice(1) : rest).map((child) => readBlock(text, child)),
  };
}

/** The first paragraph of an item, and the state of its box if it is a task. */
function readLead(text: string, lead: SyntaxNode): Pick<ListItem, 'content' | 'checked'> {
  const box = lead.name === 'Task' ? lead.firstChild : null;
  const content = readInline(text, box?.to ?? lead.from, lead.to);
  return box === null ? { content } : { content, checked: /x/i.test(text.slice(box.from, box.to)) };
}
