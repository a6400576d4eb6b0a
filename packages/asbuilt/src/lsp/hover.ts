import { type Span, type Stage, type Stated, stages, statementsOf } from '@asbuilt/core/model';
import type { Analysis } from './analysis.ts';
import { factsOf } from './facts.ts';
import { offsetInAll, partAt, placedSpan } from './places.ts';
import { offsetOf, rangeOf } from './positions.ts';
import { type Hover, MarkupKind, type Position } from './protocol.ts';
import { stagesOf } from './stages.ts';
import { valueText } from './value-text.ts';

/** A position in one of the files of an overview. */
export interface Pointed {
  readonly uri: string;
  readonly position: Position;
}

/** What the text at a position states: its value as it was read, what follows from it, its id, and the stages that it reaches. */
export function hoverAt(analysis: Analysis, { uri, position }: Pointed, kind: MarkupKind): Hover | null {
  const place = partAt(analysis, uri);
  if (place === undefined) return null;
  const offset = offsetInAll(analysis, place, offsetOf(place.lines, position));
  const [first, ...others] = statementsAt(analysis.draft.overview, offset);
  if (first === undefined) return null;
  const value = [first, ...others].map((stated) => said(stated, analysis, kind)).join('\n\n');
  return { contents: { kind, value }, range: rangeOf(place.lines, placedSpan(analysis, first.span).span) };
}

/** The innermost statements around an offset: those that were read from the same words. */
function statementsAt(overview: Analysis['draft']['overview'], offset: number): readonly Stated<unknown>[] {
  const around = statementsOf(overview).filter(({ span }) => span.from <= offset && offset < span.to);
  const shortest = Math.min(...around.map(({ span }) => length(span)));
  return around.filter(({ span }) => length(span) === shortest);
}

function length({ from, to }: Span): number {
  return to - from;
}

function said(stated: Stated<unknown>, analysis: Analysis, kind: MarkupKind): string {
  const value = valueText(stated);
  const facts = factsOf(analysis).about(stated);
  const far = stagesText(stagesOf(stated, analysis));
  if (kind === MarkupKind.PlainText) return [value, ...facts, stated.id, far].join('\n');
  return [`**${escaped(value)}**`, ...facts.map(escaped), `\`${stated.id}\``, far].join('  \n');
}

/** `drawn, checked; not simulated, enforced, proven` */
function stagesText(reached: readonly Stage[]): string {
  const missed = stages.filter((stage) => !reached.includes(stage));
  if (reached.length === 0) return `reaches no stage: not ${missed.join(', ')}`;
  return missed.length === 0 ? reached.join(', ') : `${reached.join(', ')}; not ${missed.join(', ')}`;
}

/** Text of a document as text in Markdown, on one line. */
function escaped(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>#|~&]/g, String.raw`\$&`);
}
