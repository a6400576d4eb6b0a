import { randomUUID } from 'node:crypto';
import { type PlacedHole, profileTokens } from '@asbuilt/core/model';
import { type Resolved, resolveHoles } from '@asbuilt/core/overview';
import { lineIndex } from '@asbuilt/core/text';
import { createColors } from 'picocolors';
import type { Project } from '#files/project';
import { printable } from './printable.ts';

/** Time and chance. */
export interface Moment {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
  readonly uuid: string;
}

/** This moment. */
export function thisMoment(): Moment {
  return { now: Date.now(), uuid: randomUUID() };
}

/** A document whose holes were filled; `filled` stands in the text before, `open` in the text now. */
export interface Filled extends Resolved {
  readonly before: string;
}

/** Fills what the profile, the moment and the project's name can fill of a project's overview. */
export function fill({ pages, profile }: Project, moment: Moment, projectName?: string): Filled {
  const values = {
    tokens: profile === undefined ? {} : profileTokens(profile.profile),
    ...moment,
    ...(projectName !== undefined && { projectName }),
  };
  // What it includes is filled by naming that file.
  const before = pages.main.text;
  const { text, filled } = resolveHoles(before, values);
  return { before, text, filled, open: resolveHoles(text, values).open };
}

/** A line for each hole: what it was filled with, or why it stays open (a decision always waits for people). */
export function fillReport(file: string, { before, text, filled, open }: Filled, color: boolean): string {
  const { green, yellow, dim } = createColors(color);
  const placeBefore = placesIn(file, before);
  const placeNow = placesIn(file, text);
  const rows = [
    ...filled.map(({ hole, value }) => [green('filled'), placeBefore(hole), shown(hole), `→ ${printable(value)}`]),
    ...open.map(({ hole, reason }) => {
      const why = hole.hole === 'decision' ? '' : dim(`(${printable(reason)})`);
      return [yellow('open  '), placeNow(hole), shown(hole), why];
    }),
  ];
  const width = Math.max(0, ...rows.map(([, place = '']) => place.length));
  return rows
    .map(([what, place = '', hole, rest]) => `${`${what}  ${place.padEnd(width)}  ${hole} ${rest}`.trimEnd()}\n`)
    .join('');
}

/** `12 holes filled, 3 open` */
export function fillSum({ filled, open }: Filled): string {
  return `${filled.length === 1 ? '1 hole' : `${filled.length} holes`} filled, ${open.length} open`;
}

function placesIn(file: string, text: string): (hole: PlacedHole) => string {
  const lines = lineIndex(text);
  return ({ span }) => {
    const { line, column } = lines.position(span.from);
    return `${file}:${line}:${column}`;
  };
}

function shown(hole: PlacedHole): string {
  return printable(hole.text, 60);
}
