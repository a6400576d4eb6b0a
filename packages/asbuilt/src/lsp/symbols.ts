import type { Analysis } from './analysis.ts';
import { rangeOf } from './positions.ts';
import { type DocumentSymbol, SymbolKind } from './protocol.ts';

/** The sections that were understood, for the outline. */
export function symbolsOf({ draft, lines }: Analysis): DocumentSymbol[] {
  const titles = new Map(draft.headings.map(({ span, text }) => [span.from, text]));
  return draft.sections.map(({ section, heading, span }) => ({
    // An empty name is not allowed, and a heading may consist of marks only.
    name: titles.get(heading.from) || section,
    detail: section,
    kind: SymbolKind.Namespace,
    range: rangeOf(lines, span),
    selectionRange: rangeOf(lines, heading),
  }));
}
