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

/** Log lines to a file, which is made if it is missing, its folder too. Written in batches, off the request's path. */
export function logToFile(path: string): LogSink {
  const stream = destination({
    dest: path,
    mkdir: true,
    sync: false,
    minLength: holdBackBytes,
    periodicFlush: flushEveryMs,
  });
  let failure: Error | undefined;
  stream.on('error', (error: Error) => {
    // What runs is worth more than its log: say so once, and go on.
    if (failure === undefined) process.emitWarning(`The log cannot be written: ${error.message}`);
    failure = error;
  });
  return {
    write: (line) => void stream.write(line),
    close: () =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        stream.once('close', resolve);
        stream.once('error', reject);
        stream.end();
      }),
  };
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
