import { renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type LogSink, logToFile } from '#telemetry/logger';

/** A file that grew to this many bytes is put aside. */
const fullAtBytes = 32 * 1024 * 1024;

/** A sink that also says when all it was given is on disk. */
export interface LogFile extends LogSink {
  close(): Promise<void>;
}

/**
 * The log of the running system: `log.jsonl` in the state directory, one JSON object a line. A full file, or the one of the last run,
 * becomes `log.previous.jsonl`, so that the log never takes more than about twice its limit.
 */
export function openLogFile(stateDirectory: string): LogFile {
  const path = join(stateDirectory, 'log.jsonl');
  const putAside = (): void => {
    if (statSync(path, { throwIfNoEntry: false }) !== undefined)
      renameSync(path, join(stateDirectory, 'log.previous.jsonl'));
  };
  putAside();
  let sink = logToFile(path);
  let bytes = 0;
  const closing: (Promise<void> | undefined)[] = [];
  return {
    write: (line) => {
      sink.write(line);
      bytes += Buffer.byteLength(line);
      if (bytes < fullAtBytes) return;
      // The open file keeps its lines under its new name until it is closed.
      putAside();
      closing.push(sink.close?.());
      sink = logToFile(path);
      bytes = 0;
    },
    close: async () => {
      await Promise.all([...closing, sink.close?.()]);
    },
  };
}
