import { dirname, resolve } from 'node:path';
import { nearest } from '@asbuilt/core/text';
import { type Invocation, type Io, type Run, UsageError } from './command.ts';
import { importRuntime } from './import-runtime.ts';
import { type Level, type LogEntry, levels, readEntry } from './log-entry.ts';
import { entryText, type LogLook, wordsOf } from './log-text.ts';
import { parseDuration } from './measure-options.ts';
import { defaultFile, flag, textOption } from './options.ts';

/** Shows what the services of a system wrote, and what happened to them: of the one that runs, or of the one that ran last. */
export const run: Run = async (invocation, io) => {
  const wanted = wantedOf(invocation);
  const { readLog, stateDirectoryOf } = await importRuntime(io.cwd);
  const file = textOption(invocation, 'file') ?? defaultFile;
  const stateDirectory = stateDirectoryOf({ directory: dirname(resolve(io.cwd, file)) });
  const follows = flag(invocation, 'follow');
  if (follows) io.endsOnInterrupt?.();
  const names = new Set<string>();
  const show = shower(io, flag(invocation, 'json'));
  for await (const line of readLog({ stateDirectory, ...(follows && { follow: io.signal }) })) {
    const entry = readEntry(line);
    if (entry === undefined) continue;
    names.add(entry.service);
    if (wanted.holds(entry)) show(entry, line);
  }
  if (!follows) requireKnown(wanted.service, names, file);
  return 0;
};

interface Wanted {
  readonly service: string | undefined;
  holds(entry: LogEntry): boolean;
}

function wantedOf(invocation: Invocation): Wanted {
  const [service] = invocation.args;
  const name = service?.toLowerCase();
  const instance = instanceOf(textOption(invocation, 'instance'));
  const since = textOption(invocation, 'since');
  const from = since === undefined ? Number.NEGATIVE_INFINITY : Date.now() - parseDuration(since, '--since');
  const pattern = patternOf(textOption(invocation, 'grep'));
  const least = levels.indexOf(levelOf(textOption(invocation, 'level')));
  return {
    service,
    holds: (entry) =>
      (name === undefined || entry.service.toLowerCase() === name) &&
      // Where there is only one, it is the first.
      (instance === undefined || (entry.instance ?? 1) === instance) &&
      !(entry.time < from) &&
      levels.indexOf(entry.level) >= least &&
      (pattern === undefined || pattern.test(wordsOf(entry))),
  };
}

function instanceOf(text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9]\d{0,5}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new UsageError(`--instance ${text} is no number of an instance: give e.g. 2, as "asbuilt status" shows it.`);
}

function levelOf(text: string | undefined): Level {
  const level = levels.find((known) => known === (text ?? 'debug').toLowerCase());
  if (level !== undefined) return level;
  throw new UsageError(
    `--level ${text ?? ''} is not known: use ${levels.join(', ')}; it shows what is at least as serious.`,
  );
}

function patternOf(text: string | undefined): RegExp | undefined {
  if (text === undefined) return undefined;
  try {
    return new RegExp(text, 'u');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--grep ${text} is no regular expression: ${why}.`);
  }
}

function shower(io: Io, asJson: boolean): (entry: LogEntry, line: string) => void {
  const look: LogLook = { color: io.color, width: 0 };
  return (entry, line) => io.out(asJson ? `${line}\n` : entryText(entry, look));
}

/** A name that nobody has is a mistake, and not a service that has been quiet. */
function requireKnown(service: string | undefined, names: ReadonlySet<string>, file: string): void {
  const known = [...names];
  if (known.length === 0)
    throw new UsageError(`there is no log of ${file} yet: start the system with "asbuilt up ${file}".`);
  if (service === undefined || known.some((name) => name.toLowerCase() === service.toLowerCase())) return;
  const meant = nearest(service, known);
  const remedy = meant === undefined ? `it has lines of: ${known.join(', ')}.` : `did you mean "${meant}"?`;
  throw new UsageError(`the log has no line of "${service}"; ${remedy}`);
}
