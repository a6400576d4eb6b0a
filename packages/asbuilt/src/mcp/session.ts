import type { ChangedFile } from '@asbuilt/core/guard';
import { type ExitCode, type Io, type Run, UsageError } from '#cli/command';
import type { Project } from '#files/project';

/** The commands that tools answer by. */
export type Commands = Readonly<
  Record<'check' | 'model' | 'coverage' | 'explain' | 'guard' | 'simulate', Run> & {
    /** Judges a change that is only planned, as `asbuilt guard --format json` judges one that was made. */
    readonly judge: (project: Project, files: readonly ChangedFile[], cwd: string) => string;
  }
>;

/** What a tool works with. */
export interface Session {
  /** The working folder, absolute and without links: tools see nothing outside of it. */
  readonly folder: string;
  readonly commands: Commands;
}

/** What a tool says: text, and for programs the same as data. */
export interface Answer {
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The options of a command as numbers and texts; what is undefined was not given. */
export type Options = Readonly<Record<string, string | number | undefined>>;

/** Runs a command whose output is JSON. Throws its `UsageError` for what could not be tried. */
export async function answerBy(
  { commands, folder }: Session,
  command: 'check' | 'model' | 'coverage' | 'guard' | 'simulate',
  file: string,
  options: Options,
): Promise<Answer> {
  const { out } = await capture(commands[command], folder, [file], { ...options, format: 'json' });
  return dataAnswer(out);
}

/** Runs a command in the working folder and keeps what it prints. It has no standard input: that belongs to the protocol. */
export async function capture(
  run: Run,
  cwd: string,
  args: readonly string[],
  options: Options = {},
): Promise<{ readonly code: ExitCode; readonly out: string }> {
  let out = '';
  const io: Io = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      process.stderr.write(text);
    },
    cwd,
    color: false,
    signal: new AbortController().signal,
  };
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const code = await run({ args, options: Object.fromEntries(given) }, io);
  return { code, out };
}

/** A command's JSON as an answer. */
export function dataAnswer(out: string): Answer {
  const data: unknown = JSON.parse(out);
  if (!isRecord(data)) throw new UsageError('the command answered with something else than a JSON object.');
  return { text: JSON.stringify(data), data };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
