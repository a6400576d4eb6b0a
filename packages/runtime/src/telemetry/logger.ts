import { type DestinationStream, destination, type Logger as PinoLogger, pino } from 'pino';

/** A logger of JSON lines; `child({ edge })` puts a field on every line of the child. */
export type Logger = PinoLogger;
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where log lines go. */
export interface LogSink extends DestinationStream {
  /** Writes what is still held back and closes; rejects if something could not be written. Absent where there is nothing to close. */
  close?(): Promise<void>;
}

/** A line reaches its sink at the latest this much after it was logged. */
const flushEveryMs = 100;
const holdBackBytes = 8 * 1024;

/** What is kept of lines while they cannot be written; what comes beyond is lost. */
const keptWhileStuckBytes = 8 * 1024 * 1024;

/**
 * Log lines to a file, named by its path (it is made if it is missing, its folder too) or open already. Written in
 * batches, off the request's path. What runs is worth more than its log: a full disk is told once, lines are kept for
 * later as far as they fit in some megabytes, and that they are written again is told too.
 */
export function logToFile(file: string | number, tell: (sentence: string) => void = warn): LogSink {
  const stream = destination({
    dest: file,
    mkdir: true,
    sync: false,
    minLength: holdBackBytes,
    maxLength: keptWhileStuckBytes,
    periodicFlush: flushEveryMs,
  });
  let failure: Error | undefined;
  let lost = 0;
  stream.on('error', (error: Error) => {
    if (failure === undefined) tell(`The log cannot be written: ${error.message}; the system goes on without`);
    failure = error;
  });
  stream.on('drop', () => {
    lost += 1;
  });
  stream.on('write', (bytes: number) => {
    if (failure === undefined || bytes === 0) return;
    failure = undefined;
    tell(`The log is written again${lost === 0 ? '' : `; ${lost} lines are lost`}`);
    lost = 0;
  });
  return {
    write: (line) => void stream.write(line),
    close: () =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) {
          stream.destroy();
          return reject(failure);
        }
        stream.once('close', resolve);
        stream.once('error', reject);
        stream.end();
      }),
  };
}

function warn(sentence: string): void {
  process.emitWarning(sentence);
}

/**
 * A logger whose lines are `{"level":"info","time":"2026-01-31T12:34:56.789Z",…,"msg":"…"}`.
 * Headers and bodies are never logged, so that no secret is.
 */
export function openLogger(options: { readonly level: LogLevel; readonly sink: LogSink }): Logger {
  return pino(
    {
      level: options.level,
      // Neither process id nor host name: a log is read where it was written.
      base: null,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    options.sink,
  );
}
