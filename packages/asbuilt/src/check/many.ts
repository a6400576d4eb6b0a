import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { CheckRequest, Outcome } from './request.ts';
import { checkTried } from './tried.ts';
import type { Batch, BatchOutcome } from './worker.ts';
import { workerScript } from './worker-script.ts';

/**
 * Below this, starting threads takes about as long as they save: each compiles its own code and runs it cold at first. Of 200
 * overviews with 230 lines, alone 2.7 s of processor time, two threads make 3.4 s; what they hand each other counts for nothing
 * beside that. So they halve the rest where a core is idle, and bring nothing on a machine that is busy anyway.
 */
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

/** Every thread takes the next batch when it is done with one; this one is the first of them, and the only one that is warm. */
async function inThreads(batches: readonly Batch[], { threads, script }: Threads): Promise<readonly Outcome[]> {
  const waiting = [...batches.entries()];
  const done: BatchOutcome[] = [];
  const runWith = async (run: (batch: Batch) => Promise<BatchOutcome>): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, batch] = next;
      done[index] = await run(batch);
    }
  };
  const runInWorker = async (): Promise<void> => {
    const worker = new Worker(script);
    try {
      await runWith((batch) => ask(worker, batch));
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all([...Array.from({ length: threads - 1 }, runInWorker), runWith(runHere)]);
  return done.flat();
}

/** One file after the other, and in between the other threads get their next batch. */
async function runHere({ files, request }: Batch): Promise<BatchOutcome> {
  const outcomes: Outcome[] = [];
  for (const file of files) {
    outcomes.push(await checkTried(file, request));
    await setImmediate();
  }
  return outcomes;
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
