import type { MinuteRecord, Totals } from './minute-counts.ts';

const minuteMs = 60_000;

/** `{"minute":"2026-01-31T12:34Z","service":"API","good":12,"bad":1}` and a newline; `"drilled":{"good":4,"bad":2}` where drills called. */
export function printRecord({ minute, service, good, bad, drilled }: MinuteRecord): string {
  const wasDrilled = drilled.good + drilled.bad > 0;
  const line = { minute: `${isoMinute(minute)}Z`, service, good, bad, ...(wasDrilled && { drilled }) };
  return `${JSON.stringify(line)}\n`;
}

/** The UTC day that a record belongs to, `YYYY-MM-DD`. */
export function dayOf(record: MinuteRecord): string {
  return isoMinute(record.minute).slice(0, 10);
}

/** Reads a line; `undefined` if it is not a record. */
export function parseRecord(line: string): MinuteRecord | undefined {
  const value = parseJson(line);
  if (!isObject(value)) return undefined;
  const { minute, service, good, bad, drilled = { good: 0, bad: 0 } } = value;
  if (typeof minute !== 'string' || typeof service !== 'string' || !isCount(good) || !isCount(bad)) return undefined;
  const beginsMs = Date.parse(minute);
  if (Number.isNaN(beginsMs) || !isTotals(drilled)) return undefined;
  return { service, minute: beginsMs / minuteMs, good, bad, drilled: { good: drilled.good, bad: drilled.bad } };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The caller says which line of which file this was.
    return undefined;
  }
}

type Line = { readonly [key in 'minute' | 'service' | 'good' | 'bad' | 'drilled']?: unknown };

function isObject(value: unknown): value is Line {
  return typeof value === 'object' && value !== null;
}

function isTotals(value: unknown): value is Totals {
  return isObject(value) && isCount(value.good) && isCount(value.bad);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isoMinute(minute: number): string {
  return new Date(minute * minuteMs).toISOString().slice(0, 16);
}
