import type { Analysis } from './analysis.ts';
import { isHere } from './places.ts';
import { rangeOf } from './positions.ts';
import { type DocumentSymbol, SymbolKind } from './protocol.ts';

/** The sections that were understood, for the outline. */
export function symbolsOf(analysis: Analysis): DocumentSymbol[] {
  const { draft, lines } = analysis;
  const titles = new Map(draft.headings.map(({ span, text }) => [span.from, text]));
  const own = draft.sections.filter(({ heading }) => isHere(analysis, heading));
  return own.map(({ section, heading, span }) => ({
    // An empty name is not allowed, and a heading may consist of marks only.
    name: titles.get(heading.from) || section,
    detail: section,
    kind: SymbolKind.Namespace,
    range: rangeOf(lines, span),
    selectionRange: rangeOf(lines, heading),
  }));
}
