import { parentPort } from 'node:worker_threads';
import type { CheckRequest, Outcome } from './request.ts';
import { checkTried } from './tried.ts';

/** What a thread is asked. */
export interface Batch {
  readonly files: readonly string[];
  readonly request: CheckRequest;
}

/** What it answers: what came of each file, in their order. */
export type BatchOutcome = readonly Outcome[];

/** Checks the batches that the main thread sends, until it ends this one. */
export function serveBatches(): void {
  parentPort?.on('message', ({ files, request }: Batch) => {
    void Promise.all(files.map((file) => checkTried(file, request))).then((outcomes: BatchOutcome) => {
      parentPort?.postMessage(outcomes, []);
    });
  });
}
