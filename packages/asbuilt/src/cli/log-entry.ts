import { isRecord } from '#files/is-record';

/** The levels that `asbuilt logs --level` knows, the least serious first. */
export const levels = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof levels)[number];

/** A line of the log that is about a service: what it wrote, or what happened to it. */
export interface LogEntry {
  readonly service: string;
  /** Absent where there is only one. */
  readonly instance?: number;
  readonly level: Level;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Absent where it is not the service's own words. */
  readonly stream?: string;
  readonly message: string;
  /** What else stands in an entry that the service wrote as JSON. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Reads a line of the log; `undefined` for one that is about no service, or is not whole. */
export function readEntry(line: string): LogEntry | undefined {
  const parsed = line.includes('"service":') ? jsonObject(line) : undefined;
  const { service, instance, level, stream, time, msg, entry } = parsed ?? {};
  if (typeof service !== 'string' || typeof msg !== 'string') return undefined;
  return {
    service,
    ...(typeof instance === 'number' && { instance }),
    level: levels.find((known) => known === level) ?? 'info',
    time: Date.parse(String(time)),
    ...(typeof stream === 'string' && { stream }),
    message: msg,
    fields: isRecord(entry) ? furtherFields(entry) : {},
  };
}

/** What most loggers put into every line, and what is shown already. */
const usual = new Set(['level', 'severity', 'time', 'timestamp', 'msg', 'message', 'pid', 'hostname', 'v']);

function furtherFields(entry: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !usual.has(name)));
}

function jsonObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    // The last line of a log whose writer was killed.
    return undefined;
  }
}
