import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Problem } from '#http/problem';
import type { Findings } from './findings.ts';
import type { Model } from './model.ts';

/** Reads and checks texts. Rejects with a problem when that does not come to an end. */
export interface Analyst {
  /** What `asbuilt check --format json` prints for `text`. */
  findings(text: string): Promise<Findings>;
  /** What `asbuilt model --format json` prints for `text`. */
  model(text: string): Promise<Model>;
  stop(): Promise<void>;
}

/** What the thread is asked; it answers with one message, and never fails but by ending. */
export interface Question {
  readonly wanted: 'findings' | 'model';
  readonly text: string;
}

/**
 * Reads and checks texts in a thread of its own, one after the other: a long text takes seconds, in which the service has other
 * requests to answer. The thread starts with the first text, and anew after a text that broke it or took too long.
 * @param patienceMs the longest text that is accepted takes some seconds on a slow machine
 * @param file the program of the thread: answers each `Question` with one message
 */
export function openAnalyst(patienceMs = 30_000, file: URL = new URL('./analyst-thread.js', import.meta.url)): Analyst {
  let thread: Worker | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  async function ask<T>(question: Question): Promise<T> {
    thread ??= startThread(file);
    const asked = thread;
    try {
      asked.postMessage(question, []);
      const message = await once(asked, 'message', { signal: AbortSignal.timeout(patienceMs) });
      const answer: T = message[0];
      return answer;
    } catch (cause) {
      thread = undefined;
      await asked.terminate();
      throw new Problem('check-unfinished', 'The text could not be read and checked to the end.', { cause });
    }
  }

  function enqueue<T>(question: Question): Promise<T> {
    const answer = queue.then(() => ask<T>(question));
    queue = answer.catch(() => undefined);
    return answer;
  }

  return {
    findings: (text) => enqueue({ wanted: 'findings', text }),
    model: (text) => enqueue({ wanted: 'model', text }),
    stop: async () => void (await thread?.terminate()),
  };
}

function startThread(file: URL): Worker {
  const thread = new Worker(file);
  thread.unref();
  return thread;
}
