import type { RuleLevel } from '@asbuilt/core/model';
import type { LineIndex } from '@asbuilt/core/text';
import type { Analysis } from './analysis.ts';
import { type Candidate, ruleNames, services } from './candidates.ts';
import { offered } from './completion.ts';
import { type Place, placesOf } from './places.ts';
import { offsetOf, rangeOf } from './positions.ts';
import type { CompletionItem, Position } from './protocol.ts';

const levelDetails: Readonly<Record<RuleLevel, string>> = {
  error: 'the document contradicts itself or cannot be run',
  warning: 'likely to hurt',
  info: 'worth knowing',
  off: 'not told',
};

const levels: readonly Candidate[] = Object.entries(levelDetails).map(([label, detail]) => ({
  label,
  detail,
  kind: 'word',
}));

/** What may stand at a position of a profile: rules and their levels, services and whom they call. */
export function profileCompletionAt(analysis: Analysis, uri: string, position: Position): CompletionItem[] {
  const place = placesOf(analysis).find((each) => each.uri === uri);
  const before = place?.lines.line(position.line + 1).slice(0, position.character);
  const [, indent = '', key, typed = ''] = /^(\s*)(?:([^\s:#][^:#]*):\s+)?([^:#]*)$/.exec(before ?? '') ?? [];
  if (place === undefined || before === undefined) return [];
  const path = pathAbove(place.lines, position.line + 1, indent.length);
  const candidates = key === undefined ? keysIn(path, analysis) : valuesIn(path);
  return offered({ typed, candidates }, rangeAt(place, position, typed.length));
}

function rangeAt({ lines }: Place, position: Position, length: number): ReturnType<typeof rangeOf> {
  const to = offsetOf(lines, position);
  return rangeOf(lines, { from: to - length, to });
}

/** The keys that a line is below, the outermost first: lines that are indented less, one for each step. */
function pathAbove(lines: LineIndex, line: number, indent: number): string[] {
  const path: string[] = [];
  let below = indent;
  for (let above = line - 1; above > 0 && below > 0; above -= 1) {
    const [, spaces = '', quoted, plain] = /^(\s*)(?:"([^"]*)"|([^\s:#"][^:#]*)):/.exec(lines.line(above)) ?? [];
    const key = quoted ?? plain;
    if (key === undefined || spaces.length >= below) continue;
    below = spaces.length;
    path.unshift(key);
  }
  return path;
}

function keysIn([first, service, third, ...deeper]: readonly string[], analysis: Analysis): readonly Candidate[] {
  if (deeper.length > 0) return [];
  if (first === 'rules' && service === undefined) return ruleNames.map(withColon);
  if (first !== 'services') return [];
  const called = services(analysis).filter(({ detail }) => detail === 'service');
  if (service === undefined) return called.map((each) => ({ ...each, text: `${each.label}:` }));
  return third === 'edges' ? called.filter(({ label }) => label !== service).map(withColon) : [];
}

function valuesIn([first, second]: readonly string[]): readonly Candidate[] {
  return first === 'rules' && second === undefined ? levels : [];
}

function withColon(each: Candidate): Candidate {
  return { ...each, text: `${each.label}: ` };
}
