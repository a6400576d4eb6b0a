import type { Span } from '@asbuilt/core/model';
import { type Block, type MarkdownDocument, parseMarkdown } from '@asbuilt/core/text';
import type { Analysis } from './analysis.ts';
import { once } from './once.ts';

/** The blocks of a document, for what editors ask about its form. */
export const markdownOf: (analysis: Analysis) => MarkdownDocument = once(({ text }: Analysis) => parseMarkdown(text));

/** The block around an offset: of a list the block inside its item. Undefined between blocks and in the front matter. */
export function blockAt(analysis: Analysis, offset: number): Block | undefined {
  return innermost(markdownOf(analysis).blocks, offset);
}

function innermost(blocks: readonly Block[], offset: number): Block | undefined {
  const block = blocks.find(({ span }) => contains(span, offset));
  if (block?.kind !== 'list') return block;
  const item = block.items.find(({ span }) => contains(span, offset));
  return (item && innermost(item.children, offset)) ?? block;
}

/** Whether an offset lies in a span, its end included. */
export function contains({ from, to }: Span, offset: number): boolean {
  return from <= offset && offset <= to;
}
