import { isRecord } from '#values/is-record';

/** A line of a service as the log has it. */
export interface ServiceLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  /** The whole entry, of a service that writes JSON lines itself. */
  readonly entry?: Readonly<Record<string, unknown>>;
}

/** Reads a line that a service wrote: text, or a log entry in JSON, whose level and message are then its own. */
export function serviceLine(text: string): ServiceLine {
  const entry = text.startsWith('{') ? jsonObject(text) : undefined;
  if (entry === undefined) return { level: 'info', message: text };
  const message = entry['msg'] ?? entry['message'];
  return {
    level: levelOf(entry['level'] ?? entry['severity']),
    message: typeof message === 'string' ? message : text,
    entry,
  };
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    // It only looks like JSON: then it is text.
    return undefined;
  }
}

/** Words as most loggers write them; numbers as bunyan and pino do (40 is a warning, 50 an error). */
function levelOf(level: unknown): ServiceLine['level'] {
  if (typeof level === 'number') return level >= 50 ? 'error' : level >= 40 ? 'warn' : 'info';
  const word = String(level).toLowerCase();
  if (/^(?:err|error|fatal|critical|alert|emerg)/.test(word)) return 'error';
  return word.startsWith('warn') ? 'warn' : 'info';
}
