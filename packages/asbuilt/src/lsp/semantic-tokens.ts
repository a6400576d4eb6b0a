import { isHole, type Notation, type Span, type Stated, statementsOf } from '@asbuilt/core/model';
import type { Analysis } from './analysis.ts';
import { once } from './once.ts';
import { offsetOf } from './positions.ts';
import {
  type Range,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensLegend,
  SemanticTokenTypes,
} from './protocol.ts';

/** What the words of an overview are, in the editors' own terms: colours come with the theme. */
const types = {
  name: SemanticTokenTypes.class,
  number: SemanticTokenTypes.number,
  choice: SemanticTokenTypes.enumMember,
  text: SemanticTokenTypes.string,
  hole: SemanticTokenTypes.variable,
  heading: SemanticTokenTypes.namespace,
  prose: SemanticTokenTypes.comment,
} as const;

type Kind = keyof typeof types;
const kinds = Object.keys(types).filter((kind): kind is Kind => kind in types);

export const semanticLegend: SemanticTokensLegend = {
  tokenTypes: kinds.map((kind) => types[kind]),
  tokenModifiers: [],
};

const kindOf: Readonly<Record<Notation, Kind>> = {
  text: 'text',
  name: 'name',
  path: 'text',
  duration: 'number',
  percent: 'number',
  minutes: 'number',
  money: 'number',
  price: 'number',
  count: 'number',
  memory: 'number',
  port: 'number',
  choice: 'choice',
  tick: 'choice',
  presence: 'choice',
};

interface Token extends Span {
  readonly kind: Kind;
}

/** What each word that was understood states, what is still open, and what is prose only; of a range those that touch it. */
export function semanticTokensOf(analysis: Analysis, range?: Range): SemanticTokens {
  const { lines } = analysis;
  const from = range === undefined ? 0 : offsetOf(lines, range.start);
  const to = range === undefined ? analysis.text.length : offsetOf(lines, range.end);
  const builder = new SemanticTokensBuilder();
  for (const token of tokensOf(analysis)) {
    if (token.to < from || token.from > to) continue;
    const { line, column } = lines.position(token.from);
    builder.push(line - 1, column - 1, token.to - token.from, kinds.indexOf(token.kind), 0);
  }
  return builder.build();
}

/** Tokens in order that do not overlap: the innermost wins. None goes over the end of its line, as the protocol has it. */
const tokensOf = once(({ draft, text }: Analysis): readonly Token[] => {
  const found: Token[] = [
    ...draft.prose.map(({ span }) => ({ ...span, kind: 'prose' as const })),
    ...draft.sections.map(({ heading }) => ({ ...heading, kind: 'heading' as const })),
    ...statementsOf(draft.overview).map((stated) => ({ ...stated.span, kind: kindOfStated(stated) })),
    ...draft.holes.map(({ span }) => ({ ...span, kind: 'hole' as const })),
  ];
  return apart(found).flatMap((token) => byLine(token, text));
});

function kindOfStated({ id, value, notation }: Stated<unknown>): Kind {
  if (isHole(value)) return 'hole';
  return /\/(?:service|name|from|to|layer)(?:-\d+)?$/.test(id) ? 'name' : kindOf[notation];
}

/** Cuts tokens so that they do not overlap: where one lies in another, the outer one is what is left around it. */
function apart(tokens: readonly Token[]): Token[] {
  const sorted = tokens
    .filter(({ from, to }) => from < to)
    .toSorted((one, other) => one.from - other.from || other.to - one.to);
  const cut: Token[] = [];
  const open: Token[] = [];
  let at = 0;
  const close = (until: number): void => {
    for (let inner = open.at(-1); inner !== undefined && inner.to <= until; inner = open.at(-1)) {
      open.pop();
      if (inner.to > at) cut.push({ ...inner, from: Math.max(at, inner.from) });
      at = Math.max(at, inner.to);
    }
    const around = open.at(-1);
    if (around !== undefined && until > Math.max(at, around.from)) {
      cut.push({ ...around, from: Math.max(at, around.from), to: until });
    }
    at = Math.max(at, until);
  };
  for (const token of sorted) {
    close(token.from);
    // What reaches over the end of what it began in is cut there.
    const end = Math.min(token.to, open.at(-1)?.to ?? token.to);
    open.push({ ...token, to: end });
  }
  close(Number.MAX_SAFE_INTEGER);
  return cut;
}

function byLine({ kind, from, to }: Token, text: string): Token[] {
  const pieces = text.slice(from, to).matchAll(/\S(?:[^\r\n]*\S)?/g);
  return [...pieces].map(({ index, 0: piece }) => ({ kind, from: from + index, to: from + index + piece.length }));
}
