import { type FileHandle, open, stat } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as pause } from 'node:timers/promises';
import { logPathsOf } from './log-file.ts';

const pollMs = 200;
const chunkBytes = 256 * 1024;

/** What is read of a log. */
export interface LogReading {
  readonly stateDirectory: string;
  /** Goes on with what is written from now on, until this is aborted; without it, the end of the log is the end. */
  readonly follow?: AbortSignal;
}

/** The lines of a system's log, oldest first, also while it is written and when its files are put aside. None where there is no log. */
export async function* readLog({ stateDirectory, follow }: LogReading): AsyncGenerator<string> {
  const paths = logPathsOf(stateDirectory);
  const current = paths.at(-1) ?? '';
  for (const path of paths) {
    const file = await openIfThere(path);
    if (file === undefined) continue;
    if (path === current && follow !== undefined) return yield* followed(current, file, follow);
    yield* linesOf(file);
  }
  if (follow !== undefined) yield* followed(current, undefined, follow);
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  return open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

async function* linesOf(file: FileHandle): AsyncGenerator<string> {
  const tail = new Tail(file);
  try {
    yield* tail.more();
  } finally {
    await file.close();
  }
}

/** The lines of a file that is written, then those of the one that comes in its place. */
async function* followed(path: string, first: FileHandle | undefined, signal: AbortSignal): AsyncGenerator<string> {
  let file = first;
  let tail = file && new Tail(file);
  try {
    while (!signal.aborted) {
      // Whether it was replaced is asked first: what was written to it before is read then, too.
      const wasReplaced = file !== undefined && (await isReplaced(path, file));
      if (tail !== undefined) yield* tail.more();
      if (wasReplaced || file === undefined) {
        await file?.close();
        file = await openIfThere(path);
        tail = file && new Tail(file);
        if (wasReplaced) continue;
      }
      await pause(pollMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await file?.close();
  }
}

async function isReplaced(path: string, file: FileHandle): Promise<boolean> {
  const now = await stat(path).catch(() => undefined);
  const own = await file.stat();
  return now !== undefined && (now.ino !== own.ino || now.dev !== own.dev);
}

/** Reads on in a file, line by line; the last line is held back until it ends. */
class Tail {
  readonly #file: FileHandle;
  readonly #decoder = new StringDecoder('utf8');
  readonly #buffer = Buffer.alloc(chunkBytes);
  #rest = '';

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async *more(): AsyncGenerator<string> {
    for (;;) {
      const { bytesRead } = await this.#file.read(this.#buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return;
      const lines = (this.#rest + this.#decoder.write(this.#buffer.subarray(0, bytesRead))).split('\n');
      this.#rest = lines.pop() ?? '';
      yield* lines;
    }
  }
}
