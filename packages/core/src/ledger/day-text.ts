import type { MinuteRecord } from './minute-counts.ts';
import { parseRecord } from './record-line.ts';

const namePattern = /^slo-(\d{4}-\d{2}-\d{2})\.jsonl$/;

/** The file of a UTC day, `YYYY-MM-DD`. */
export function dayFileName(day: string): string {
  return `slo-${day}.jsonl`;
}

/** The UTC day that a file of the ledger holds; undefined for any other file. */
export function dayOfFileName(name: string): string | undefined {
  return namePattern.exec(name)?.[1];
}

/** What the text of a day's file says: its records in the order of the file, or the line, 1-based, that is none. */
export type DayText =
  | { readonly kind: 'records'; readonly records: readonly MinuteRecord[] }
  | { readonly kind: 'damaged'; readonly line: number };

/**
 * Reads a day's file, a record a line. A line holds the counts of its minute so far, so of a minute and service the last
 * one is right. What follows the last newline is nothing, or a line that a crash tore: it is left out.
 */
export function parseDay(text: string): DayText {
  const lines = text.split('\n');
  lines.pop();
  const records: MinuteRecord[] = [];
  for (const [index, line] of lines.entries()) {
    const record = parseRecord(line);
    if (record === undefined) return { kind: 'damaged', line: index + 1 };
    records.push(record);
  }
  return { kind: 'records', records };
}
