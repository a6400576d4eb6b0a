import { NodeType, type SyntaxNode, Tree } from '@lezer/common';
import { parser, Table, TaskList } from '@lezer/markdown';
import { findFrontMatter } from './front-matter.ts';
import { readInline } from './inline.ts';
import { pageBreak } from './pages.ts';
import { blank, prepare } from './prepare.ts';
import { readTable } from './table.ts';
import type { Block, Inline, List, ListItem, MarkdownDocument, Opaque } from './tree.ts';

/**
 * The block structure only: runs of text are parsed on demand by `readInline`, piece by piece,
 * so that no input makes the parser slow (Lezer's inline parsers are quadratic on nested marks).
 */
const blockParser = parser.configure([
  Table,
  TaskList,
  {
    remove: [
      'Emphasis',
      'Link',
      'LinkEnd',
      'Image',
      'InlineCode',
      'HTMLTag',
      'Entity',
      'Autolink',
      'Escape',
      'HardBreak',
    ],
  },
]);

/**
 * Parses a Markdown document (CommonMark with GFM tables and task items) into blocks with positions. Any text is a document.
 * @param starts where further pages begin, which are parsed by themselves: what one leaves open does not go on in the next
 */
export function parseMarkdown(text: string, starts: readonly number[] = []): MarkdownDocument {
  const frontMatter = findFrontMatter(text.slice(0, starts[0]));
  const hiddenTo = frontMatter?.block.to ?? 0;
  const prepared = prepare(text);
  const pages = parsePages(blank(text.slice(0, hiddenTo)) + prepared.structure.slice(hiddenTo), starts);
  const refused = prepared.refused.filter(({ span }) => span.from >= hiddenTo);
  return { text, ...(frontMatter && { frontMatter }), blocks: readBlocks(prepared.text, pages), refused };
}

/** The root of each page, its positions counted in the whole text. */
function parsePages(text: string, starts: readonly number[]): readonly SyntaxNode[] {
  if (starts.length === 0) return [blockParser.parse(text).topNode];
  const all = [0, ...starts];
  const ends = [...starts.map((start) => start - pageBreak.length), text.length];
  const trees = all.map((from, index) => blockParser.parse(text.slice(from, ends[index])));
  return children(new Tree(NodeType.none, trees, all, text.length).topNode);
}

function readBlocks(text: string, pages: readonly SyntaxNode[]): Block[] {
  return pages.flatMap(children).flatMap((node) => readBlock(text, node));
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

function readBlock(text: string, node: SyntaxNode): Block[] {
  const span = { from: node.from, to: node.to };
  const heading = /^(?:ATX|Setext)Heading(\d)$/.exec(node.name);
  if (heading !== null)
    return [{ kind: 'heading', level: Number(heading[1]), span, content: headingContent(text, node) }];
  switch (node.name) {
    case 'Paragraph':
      return [{ kind: 'paragraph', span, content: readInline(text, node.from, node.to) }];
    case 'BulletList':
    case 'OrderedList':
      return [readList(text, node)];
    case 'Table':
      return [readTable(text, node)];
    default:
      return [{ kind: opaque[node.name] ?? 'other', span }];
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
    children: (leads ? rest.slice(1) : rest).flatMap((child) => readBlock(text, child)),
  };
}

/** The first paragraph of an item, and the state of its box if it is a task. */
function readLead(text: string, lead: SyntaxNode): Pick<ListItem, 'content' | 'checked'> {
  const box = lead.name === 'Task' ? lead.firstChild : null;
  const content = readInline(text, box?.to ?? lead.from, lead.to);
  return box === null ? { content } : { content, checked: /x/i.test(text.slice(box.from, box.to)) };
}
