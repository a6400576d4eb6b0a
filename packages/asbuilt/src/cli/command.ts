/** 0: it holds. 1: it does not hold. 2: it could not be tried (usage, unreadable file, configuration). */
export type ExitCode = 0 | 1 | 2;

/** Where a command reads from and writes to: the process's own in `asbuilt.ts`, captured ones in tests. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Reads standard input to its end as UTF-8, for the file `-`; absent where there is none. */
  readonly input?: () => Promise<string>;
  /** Paths on the command line count from here. */
  readonly cwd: string;
  /** Whether `out` is a terminal that wants colours. */
  readonly color: boolean;
  /** Width of the terminal in characters; absent where `out` is none. */
  readonly columns?: number;
  /** How large the terminal is now, in characters; absent where `out` is none. */
  readonly size?: () => { readonly columns: number; readonly rows: number };
  /** Aborted by Ctrl-C and SIGTERM: long-running commands clean up and return. */
  readonly signal: AbortSignal;
  /** Says that Ctrl-C is how this command ends, and no interruption: it decides on the exit code then. */
  readonly endsOnInterrupt?: () => void;
}

/** What the command line gave: positional arguments in order, options by their long name in camelCase. */
export interface Invocation {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

/** What each `cli/<verb>.ts` exports as `run`. It returns its exit code and throws `UsageError` for what could not be tried. */
export type Run = (invocation: Invocation, io: Io) => Promise<ExitCode>;

/** One verb, described without loading it, so that `--help` stays fast. */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** As commander writes them: `[file]`, `<rule>`, `[files...]`. */
  readonly args: string;
  /**
   * Flags and description: `['--format <format>', 'text or json (default: text)']`. What is given several times to a
   * `repeatable` one is joined with commas.
   */
  readonly options: readonly (readonly [flags: string, description: string, kind?: 'repeatable'])[];
  readonly examples: readonly string[];
  readonly load: () => Promise<{ readonly run: Run }>;
}

/** Something that the user has to mend before the command can be tried; printed as `asbuilt: message`, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
