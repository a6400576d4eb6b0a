import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { CheckRequest, Outcome } from './request.ts';
import { checkTried } from './tried.ts';
import type { Batch, BatchOutcome } from './worker.ts';
import { workerScript } from './worker-script.ts';

/** Below this, starting threads takes about as long as they save: each compiles its own code. */
const fewestForThreads = 64;
/** So many files a thread is handed at once: few enough that all threads end at about the same time. */
const batchSize = 8;

/** Checks files, many of them in several threads, `most` at most. The outcomes come in the order of the files. */
export async function checkMany(
  files: readonly string[],
  request: CheckRequest,
  most: number = availableParallelism(),
): Promise<readonly Outcome[]> {
  const threads = Math.min(most, Math.ceil(files.length / batchSize));
  if (workerScript === undefined || threads < 2 || files.length < fewestForThreads)
    return Promise.all(files.map((file) => checkTried(file, request)));
  const batches = Array.from({ length: Math.ceil(files.length / batchSize) }, (_, index) => ({
    files: files.slice(index * batchSize, (index + 1) * batchSize),
    request,
  }));
  return inThreads(batches, { threads, script: workerScript });
}

interface Threads {
  readonly threads: number;
  readonly script: string;
}

/** Every thread takes the next batch when it is done with one. */
async function inThreads(batches: readonly Batch[], { threads, script }: Threads): Promise<readonly Outcome[]> {
  const waiting = [...batches.entries()];
  const done: BatchOutcome[] = [];
  const runOne = async (): Promise<void> => {
    const worker = new Worker(script);
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, batch] = next;
        done[index] = await ask(worker, batch);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, runOne));
  return done.flat();
}

/** Throws what the thread dies of. */
async function ask(worker: Worker, batch: Batch): Promise<BatchOutcome> {
  const stop = new AbortController();
  const { signal } = stop;
  const ended = once(worker, 'exit', { signal }).then(([code]) => {
    throw new Error(`A thread that checks files ended with ${code}.`);
  });
  try {
    worker.postMessage(batch, []);
    // An error of the thread rejects the first of these, whatever it waits for.
    const [outcomes]: BatchOutcome[] = await Promise.race([once(worker, 'message', { signal }), ended]);
    return outcomes ?? [];
  } finally {
    ended.catch(() => undefined);
    stop.abort();
  }
}
