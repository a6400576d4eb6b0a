import type { Span } from '@asbuilt/core/model';
import type { Block } from '@asbuilt/core/text';
import type { Analysis } from './analysis.ts';
import { markdownOf } from './blocks.ts';
import { isHere } from './places.ts';
import { type FoldingRange, FoldingRangeKind } from './protocol.ts';

/** What can be folded: the front matter, each section down to its last line, and tables. */
export function foldingOf(analysis: Analysis): FoldingRange[] {
  const { text, draft, lines } = analysis;
  const { blocks, frontMatter } = markdownOf(analysis);
  const spans = [
    ...(frontMatter === undefined ? [] : [frontMatter.block]),
    ...draft.sections.map(({ span }) => span).filter((span) => isHere(analysis, span)),
    ...blocks.flatMap(tablesIn),
  ];
  return spans.flatMap((span) => {
    const startLine = lines.position(span.from).line - 1;
    const endLine = lines.position(lastCharacter(text, span)).line - 1;
    return endLine > startLine ? [{ startLine, endLine, kind: FoldingRangeKind.Region }] : [];
  });
}

/** Where the last character stands that is no space or line break: a block may reach to the start of the next line. */
function lastCharacter(text: string, { from, to }: Span): number {
  return from + Math.max(0, text.slice(from, to).trimEnd().length - 1);
}

function tablesIn(block: Block): readonly Span[] {
  if (block.kind === 'table') return [block.span];
  return block.kind === 'list' ? block.items.flatMap(({ children }) => children.flatMap(tablesIn)) : [];
}
