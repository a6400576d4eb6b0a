import { stripVTControlCharacters } from 'node:util';
import { createColors } from 'picocolors';
import type { LogEntry } from './log-entry.ts';

/** How entries are shown. */
export interface LogLook {
  readonly color: boolean;
  /** Of the widest name so far, which grows: a log that is followed cannot be known beforehand. */
  width: number;
}

/** What an entry says on one line, without its time and its name: words, and then the fields of a JSON line. */
export function wordsOf({ message, fields }: LogEntry): string {
  const said = Object.entries(fields).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return [message, ...said].join(' ');
}

/** `14:02:07.120 API#2 │ listening`; at a terminal in colours, and with nothing in it that a terminal would obey but them. */
export function entryText(entry: LogEntry, look: LogLook): string {
  const { cyan, dim, italic, red, yellow } = createColors(look.color);
  const name = entry.instance === undefined ? entry.service : `${entry.service}#${entry.instance}`;
  look.width = Math.max(look.width, name.length);
  const paint = { debug: dim, info: (text: string) => text, warn: yellow, error: red }[entry.level];
  const words = wordsOf(entry);
  const shown = tame(words);
  const own = entry.stream === undefined ? italic(shown) : paint(shown);
  return `${dim(timeText(entry.time))} ${cyan(name.padEnd(look.width))} ${dim('│')} ${own}\n`;
}

/** The colours that a service writes are its own look: they would end in the middle of ours. */
function tame(words: string): string {
  return stripVTControlCharacters(words).replaceAll(/(?!\t)\p{Cc}/gu, '�');
}

/** By the clock on the wall. */
function timeText(time: number): string {
  if (Number.isNaN(time)) return '--:--:--.---';
  const at = new Date(time);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
