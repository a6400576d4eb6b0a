import type { PlacedHole } from '@asbuilt/core/model';
import type { Analysis } from './analysis.ts';
import {
  type Candidate,
  failures,
  impacts,
  instanceUnits,
  memoryUnits,
  mitigations,
  optionsOf,
  participants,
  priceUnits,
  protocols,
  ruleNames,
  services,
  shareUnits,
  timeUnits,
  tokens,
} from './candidates.ts';
import { type Cell, type Cursor, cursorAt } from './cursor.ts';
import { findingsOf } from './found.ts';
import type { Pointed } from './hover.ts';
import { type Place, partAt, placedSpan, placeOf } from './places.ts';
import { rangeOf } from './positions.ts';
import { type CompletionItem, CompletionItemKind } from './protocol.ts';

/** What may be written, in place of what was typed of it. */
export interface Offer {
  readonly typed: string;
  readonly candidates: readonly Candidate[];
}

/** What may stand at a position of an overview, or of a file that it includes. */
export function completionAt(analysis: Analysis, { uri, position }: Pointed): CompletionItem[] {
  const place = partAt(analysis, uri);
  if (place === undefined) return [];
  const cursor = cursorAt(analysis, place, position);
  const open = analysis.draft.holes.find(({ span }) => span.from < cursor.offsetInAll && cursor.offsetInAll < span.to);
  if (open?.options !== undefined) return inDecision(open, analysis);
  const offer =
    inComment(cursor, place, analysis) ??
    inToken(cursor, analysis) ??
    inCell(cursor, analysis) ??
    inItem(cursor, analysis);
  if (offer === undefined) return [];
  const range = rangeOf(place.lines, { from: cursor.offset - offer.typed.length, to: cursor.offset });
  return offered(offer, range);
}

/** One of the options of an open decision, in place of all of it. */
function inDecision(open: PlacedHole, analysis: Analysis): CompletionItem[] {
  const { place, span } = placedSpan(analysis, open.span);
  const items = offered({ typed: '', candidates: optionsOf(open) }, rangeOf(place.lines, span));
  return items.map((item) => ({ ...item, filterText: open.text }));
}

const kinds: Readonly<Record<Candidate['kind'], CompletionItemKind>> = {
  name: CompletionItemKind.Class,
  word: CompletionItemKind.EnumMember,
  unit: CompletionItemKind.Unit,
  token: CompletionItemKind.Variable,
  rule: CompletionItemKind.Reference,
};

/** The candidates in their order; editors hold them against what was typed. */
export function offered({ typed, candidates }: Offer, range: CompletionRange): CompletionItem[] {
  const isUnit = candidates.some(({ kind }) => kind === 'unit');
  return candidates.map(({ label, text = label, detail, kind }, index) => ({
    label,
    kind: kinds[kind],
    ...(detail !== undefined && { detail }),
    // A unit follows a number that was typed: for the editor the number is a part of what it looks for.
    filterText: isUnit ? `${typed}${text}` : label,
    sortText: String(index).padStart(5, '0'),
    textEdit: { range, newText: isUnit ? `${typed}${text}` : text },
  }));
}

type CompletionRange = ReturnType<typeof rangeOf>;

/** `<!-- asbuilt-ignore …`: the rules that are broken near by come first. */
function inComment({ before, offset }: Cursor, place: Place, analysis: Analysis): Offer | undefined {
  const typed = /<!--\s+asbuilt-ignore\s+([\w-]*)$/.exec(before)?.[1];
  if (typed === undefined) return undefined;
  const near = findingsOf(analysis)
    .filter(({ file }) => placeOf(analysis, file) === place)
    .toSorted((one, other) => Math.abs(one.span.from - offset) - Math.abs(other.span.from - offset))
    .map(({ rule }) => rule);
  const rank = (rule: string): number => (near.includes(rule) ? near.indexOf(rule) : near.length);
  const candidates = ruleNames
    .filter(({ label }) => label !== 'exceptions-are-needed')
    .toSorted((one, other) => rank(one.label) - rank(other.label))
    .map((rule) => ({ ...rule, text: `${rule.label}: ` }));
  return { typed, candidates };
}

function inToken({ before }: Cursor, analysis: Analysis): Offer | undefined {
  const typed = /\{\{\s*(\w*)$/.exec(before)?.[1];
  return typed === undefined ? undefined : { typed, candidates: tokens(analysis) };
}

function inCell({ cell, section }: Cursor, analysis: Analysis): Offer | undefined {
  if (cell === undefined) return undefined;
  const unit = unitIn(cell);
  if (unit !== undefined) return unit;
  const typed = lastPiece(cell.before, ',');
  return { typed, candidates: wordsFor(cell, section, analysis) };
}

/** A number that was typed, and the units that a column has. */
function unitIn({ column, before }: Cell): Offer | undefined {
  const typed = /(?<![\w.,])\$?\d[\d.,]*$/.exec(before)?.[0];
  if (typed === undefined) return undefined;
  const [, candidates] = columnUnits.find(([titles]) => titles.test(column)) ?? [];
  return candidates && { typed, candidates };
}

const columnUnits: readonly (readonly [titles: RegExp, units: readonly Candidate[]])[] = [
  [/^(?:timeout|time limit|ttl|lifetime)\b/, timeUnits],
  [/^(?:cost|price|monthly)\b/, priceUnits],
  [/^(?:slo|objective|target|availability|error budget|budget)\b/, shareUnits],
  [/^(?:tier|size|plan)\b/, memoryUnits],
];

function wordsFor({ column }: Cell, section: string | undefined, analysis: Analysis): readonly Candidate[] {
  if (section === 'failure-modes' && /^(?:failure|scenario)/.test(column)) return failures(analysis);
  if (section === 'failure-modes' && /^(?:mitigations?|response)$/.test(column)) return mitigations;
  if (/^(?:impact|severity)$/.test(column)) return impacts;
  if (column === 'protocol') return protocols;
  // In the services' own table a service gets its name, and is not chosen.
  if (section !== 'services' && /^(?:service|component|item|resource)s?$/.test(column)) return services(analysis);
  return [];
}

/** A step of the flow, or a bullet that begins with a service. */
function inItem({ before, section }: Cursor, analysis: Analysis): Offer | undefined {
  const item = /^\s*(?:\d{1,9}[.)]|[-*+])\s+(.*)$/.exec(before)?.[1];
  if (item === undefined) return undefined;
  if (section === 'data-flow') {
    const end = item.split(/→|-->|->|=>/).at(-1) ?? '';
    const typed = end.trimStart();
    return /[(:]/.test(end) ? undefined : { typed, candidates: othersThan(typed, participants(analysis)) };
  }
  const unit = unitOfItem(item);
  if (unit !== undefined) return unit;
  if (section !== 'scaling' || item.includes(':')) return undefined;
  return { typed: item, candidates: services(analysis).map((each) => ({ ...each, text: `${each.label}: ` })) };
}

/** Whoever a half-written word at the end of the flow is for the reader is nobody yet. */
function othersThan(typed: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ label, detail }) => detail !== 'actor' || label !== typed);
}

/** `Half-open after 30…`, `CPU > 70% for 5…`, `API: 2–10…` */
function unitOfItem(item: string): Offer | undefined {
  const typed = /(?<![\w.,])\d[\d.,]*$/.exec(item)?.[0];
  if (typed === undefined) return undefined;
  if (/\b(?:after|for|within|every)\s+[\d.,]+$/i.test(item) && !/^(?:open|close)/i.test(item)) {
    return { typed, candidates: timeUnits };
  }
  if (/[><≥≤]\s*[\d.,]+$/.test(item)) return { typed, candidates: shareUnits };
  return /:\s*(?:\d+\s*(?:–|-|to)\s*)?\d+$/.test(item) ? { typed, candidates: instanceUnits } : undefined;
}

function lastPiece(text: string, separator: string): string {
  return (text.split(separator).at(-1) ?? '').trimStart();
}
