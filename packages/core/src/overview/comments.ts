import type { PlacedComment, Span } from '#model/index';
import { isInInlineCode } from '#text/inline-code';
import type { MarkdownDocument } from '#text/tree';

/** Finds the comments that speak to Asbuilt, `<!-- asbuilt-… -->`, wherever they stand outside of code. */
export function findComments({ text, blocks }: MarkdownDocument): PlacedComment[] {
  if (!text.includes('<!-- asbuilt-')) return [];
  const code = blocks.filter(({ kind }) => kind === 'code').map(({ span }) => span);
  return [...text.matchAll(/<!--\s(asbuilt-[^]{0,1000}?)-->/g)]
    .map((match) => ({ text: (match[1] ?? '').trim(), span: { from: match.index, to: match.index + match[0].length } }))
    .filter(({ span }) => !isInside(span, code) && !isInInlineCode(text, span.from));
}

function isInside({ from }: Span, spans: readonly Span[]): boolean {
  return spans.some((span) => from >= span.from && from < span.to);
}
