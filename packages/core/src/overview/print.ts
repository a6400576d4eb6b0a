import type { Draft, Edit, Hole, Notation, Overview, Stated } from '#model/index';
import { isPrice, statementsOf } from '#model/index';
import { escapeText } from './escape-text.ts';
import { money, price } from './money.ts';
import { text as anyText, tick } from './notation.ts';
import { duration, memory, minutesPerMonth, percent } from './quantity.ts';
import { say } from './rows.ts';
import { sections } from './sections.ts';
import { sectionTitles } from './titles.ts';

/** A value that a statement can be given. */
export type NewValue = string | number | boolean;

/** Prints a draft back, with new values for some statements by id; without any, byte for byte what was read. */
export function print(draft: Draft, values: ReadonlyMap<string, NewValue> = new Map()): string {
  const edits =
    values.size === 0 ? [] : statementsOf(draft.overview).flatMap((stated) => restate(stated, values.get(stated.id)));
  return applyEdits(draft.text, edits);
}

/** Applies edits that do not overlap; an edit that overlaps an earlier one is an error of the caller. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = edits.toSorted((a, b) => a.span.from - b.span.from);
  const pieces: string[] = [];
  let at = 0;
  for (const { span, text: replacement } of sorted) {
    if (span.from < at) throw new RangeError(`two edits overlap at offset ${span.from}`);
    pieces.push(text.slice(at, span.from), replacement);
    at = span.to;
  }
  return pieces.join('') + text.slice(at);
}

function restate(stated: Stated<unknown>, value: NewValue | undefined): Edit[] {
  return value === undefined ? [] : [{ span: stated.span, text: printValue(stated, value) }];
}

const numberPrinters: Readonly<Partial<Record<Notation, (value: number) => string>>> = {
  duration: duration.print,
  percent: percent.print,
  minutes: minutesPerMonth.print,
  money: money.print,
  memory: memory.print,
};

/** Writes a value in the notation of its statement. */
function printValue({ notation, value: before }: Stated<unknown>, value: NewValue): string {
  if (typeof value === 'boolean') return notation === 'tick' ? tick.print(value) : String(value);
  if (typeof value === 'string') return notation === 'path' ? value : escapeText(value);
  // A price keeps its currency: only its amount is given anew.
  if (isPrice(before)) return price.print({ ...before, amount: value });
  return (numberPrinters[notation] ?? String)(value);
}

/** An overview as a new document: every section that says something, in the order of the template. */
export function printOverview(overview: Overview<Hole>): string {
  const title = overview.title === undefined ? 'Architecture Overview' : say(overview.title, anyText);
  const bodies = sections.flatMap((section) => {
    const body = section.print(overview);
    return body === '' ? [] : [`## ${sectionTitles[section.stem].titles[0]}\n\n${body}`];
  });
  return `${[`# ${title}`, ...bodies].join('\n\n')}\n`;
}
