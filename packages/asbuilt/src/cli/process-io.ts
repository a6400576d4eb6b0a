import { readConfig } from '#config';
import { type Io, UsageError } from './command.ts';

/** The process's own input and output. */
export interface ProcessIo {
  readonly io: Io;
  /**
   * The exit code that overrules the command's own: 128 + the signal's number after an interruption, 2 when the output
   * could not be written, otherwise none.
   */
  readonly endedBy: () => number | undefined;
}

/** The signals that ask a command to stop, by what the shell reports for each. */
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Connects a command to this process. A reader that goes away (`asbuilt check | head -1`) is no error: the rest is
 * not written, and a long-running command is asked to stop.
 */
export function processIo(): ProcessIo {
  const interruption = interruptionOf(process);
  const errors = errorsOnceNeeded(interruption.end);
  return {
    io: {
      out: writerTo(process.stdout, interruption.end),
      err: (text) => errors()(text),
      input: readInput,
      cwd: process.cwd(),
      color: wantsColor(),
      ...(process.stdout.columns !== undefined && { columns: process.stdout.columns }),
      ...(process.stdout.columns !== undefined && { size: terminalSize }),
      get signal() {
        // Who waits for it runs for long, and whatever it loads may write there too: a reader that has gone is heeded then.
        errors();
        return interruption.signal();
      },
      endsOnInterrupt: interruption.isExpected,
    },
    endedBy: interruption.endedBy,
  };
}

function terminalSize(): { readonly columns: number; readonly rows: number } {
  return { columns: process.stdout.columns, rows: process.stdout.rows };
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new UsageError('standard input is not UTF-8 text: save the document as UTF-8 and try again.');
  }
}

/** `isTTY` is absent, not false, where there is no terminal. */
function wantsColor(): boolean {
  const { color } = readConfig();
  return color === 'always' || (color === 'auto' && 'isTTY' in process.stdout && process.stdout.isTTY);
}

interface Interruption {
  readonly signal: () => AbortSignal;
  readonly end: (exitCode?: number) => void;
  /** From now on Ctrl-C is the way to end the command. */
  readonly isExpected: () => void;
  readonly endedBy: () => number | undefined;
}

/**
 * Signals are caught only from the first look at `signal()` on: a command that never looks dies of Ctrl-C at once,
 * as every short program does. Once caught, further ones are ignored, so that an impatient second Ctrl-C does not cut
 * the cleaning up short.
 */
function interruptionOf(source: NodeJS.Process): Interruption {
  const controller = new AbortController();
  let listening = false;
  let isExpected = false;
  let code: number | undefined;
  const end = (exitCode?: number): void => {
    code ??= exitCode;
    controller.abort();
  };
  const listen = (): void => {
    listening = true;
    for (const [name, exitCode] of Object.entries(exitCodes)) source.on(name, () => end(exitCode));
  };
  return {
    signal: () => {
      if (!listening) listen();
      return controller.signal;
    },
    end,
    isExpected: () => {
      isExpected = true;
    },
    endedBy: () => (isExpected && code === exitCodes.SIGINT ? undefined : code),
  };
}

/** Most commands have nothing to say on standard error, and opening it takes as long as reading a profile. */
function errorsOnceNeeded(end: Interruption['end']): () => (text: string) => void {
  let write: ((text: string) => void) | undefined;
  return () => {
    write ??= writerTo(process.stderr, end);
    return write;
  };
}

function writerTo(stream: NodeJS.WriteStream, end: Interruption['end']): (text: string) => void {
  let open = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    open = false;
    if (error.code === 'EPIPE') return end();
    end(2);
    if (stream !== process.stderr) process.stderr.write(`asbuilt: the output cannot be written: ${error.message}.\n`);
  });
  return (text) => {
    if (open) stream.write(text);
  };
}
