import type { MinuteRecord } from './minute-counts.ts';

const minuteMs = 60_000;

/** `{"minute":"2026-01-31T12:34Z","service":"API","good":12,"bad":1}` and a newline. */
export function printRecord(record: MinuteRecord): string {
  const minute = `${isoMinute(record.minute)}Z`;
  return `${JSON.stringify({ minute, service: record.service, good: record.good, bad: record.bad })}\n`;
}

/** The UTC day that a record belongs to, `YYYY-MM-DD`. */
export function dayOf(record: MinuteRecord): string {
  return isoMinute(record.minute).slice(0, 10);
}

/** Reads a line; `undefined` if it is not a record. */
export function parseRecord(line: string): MinuteRecord | undefined {
  const value = parseJson(line);
  if (!isObject(value)) return undefined;
  const { minute, service, good, bad } = value;
  if (typeof minute !== 'string' || typeof service !== 'string' || !isCount(good) || !isCount(bad)) return undefined;
  const beginsMs = Date.parse(minute);
  return Number.isNaN(beginsMs) ? undefined : { service, minute: beginsMs / minuteMs, good, bad };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The caller says which line of which file this was.
    return undefined;
  }
}

function isObject(value: unknown): value is { readonly [key in 'minute' | 'service' | 'good' | 'bad']?: unknown } {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isoMinute(minute: number): string {
  return new Date(minute * minuteMs).toISOString().slice(0, 16);
}
