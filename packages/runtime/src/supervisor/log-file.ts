import { openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type LogSink, logToFile } from '#telemetry/logger';
import { messageOf } from '#values/message-of';

/** A file that grew to this many bytes is put aside. */
const fullAtBytes = 16 * 1024 * 1024;
/** Files that were put aside are kept up to this number. */
const kept = 4;

/** A sink that also says when all it was given is on disk. */
export interface LogFile extends LogSink {
  close(): Promise<void>;
}

/**
 * The log of the running system: `log.jsonl` in the state directory, one JSON object a line. A full file, or the one of
 * the last run, becomes `log.1.jsonl`, that one `log.2.jsonl` and so on; what was the fourth is gone. Where no new file
 * can be made (the disk is full), the old one goes on.
 *
 * @param tell hears, a sentence at a time, that the log cannot be written, and that it is again
 */
export function openLogFile(stateDirectory: string, tell?: (sentence: string) => void): LogFile {
  let sink = logToFile(begin(stateDirectory), tell);
  let bytes = 0;
  let isClosed = false;
  const closing: (Promise<void> | undefined)[] = [];
  const turnOver = (): void => {
    bytes = 0;
    let file: number;
    try {
      // The open file keeps its lines under its new name until it is closed.
      file = begin(stateDirectory);
    } catch (error) {
      tell?.(`The log goes on in a file that is full: ${messageOf(error)}`);
      return;
    }
    // That lines are lost was told when they could not be written.
    closing.push(sink.close?.().catch(() => undefined));
    sink = logToFile(file, tell);
  };
  return {
    write: (line) => {
      // What a service left behind may go on writing when everything else is over: there is nobody who would read it.
      if (isClosed) return;
      sink.write(line);
      bytes += Buffer.byteLength(line);
      if (bytes >= fullAtBytes) turnOver();
    },
    close: async () => {
      isClosed = true;
      await Promise.all([...closing, sink.close?.()]);
    },
  };
}

/** Opens a new file and puts the others aside: in this order, so that nothing is moved where nothing can be made. */
function begin(stateDirectory: string): number {
  const path = logPathOf(stateDirectory, 0);
  const draft = `${path}.new`;
  const file = openSync(draft, 'w');
  putAside(stateDirectory);
  renameSync(draft, path);
  return file;
}

/** The files of a log, oldest first; there need not be all of them. */
export function logPathsOf(stateDirectory: string): readonly string[] {
  return Array.from({ length: kept + 1 }, (_, index) => logPathOf(stateDirectory, kept - index));
}

/** 0 is the one that is written. */
function logPathOf(stateDirectory: string, age: number): string {
  return join(stateDirectory, age === 0 ? 'log.jsonl' : `log.${age}.jsonl`);
}

function putAside(stateDirectory: string): void {
  for (let age = kept - 1; age >= 0; age -= 1) {
    const path = logPathOf(stateDirectory, age);
    if (statSync(path, { throwIfNoEntry: false }) !== undefined) renameSync(path, logPathOf(stateDirectory, age + 1));
  }
}
