import type { Milliseconds, RetryPolicy } from '@asbuilt/core/model';

/** What a job carries: anything that is the same after JSON. */
export type Payload = null | boolean | number | string | readonly Payload[] | { readonly [key: string]: Payload };

export interface JobOptions {
  /** How often it is tried at most: 1 or more; 5 where it is not said. */
  readonly attempts?: number;
  /** Begins so much later, ten years at most. */
  readonly delayMs?: Milliseconds;
  /**
   * As long as a job of the task with this key has not begun, another one is not added. One that has begun may have missed
   * what changed since, so that it is no reason not to.
   */
  readonly key?: string;
  /** The trace that it belongs to (W3C Trace Context); that of the work which adds it where it is not said. */
  readonly traceparent?: string;
}

/** A job as its handler sees it. */
export interface Job {
  readonly id: string;
  readonly task: string;
  /** 1 or more. */
  readonly attempt: number;
  /** Aborted when another worker may have the job by now, or the worker has waited long enough while it stops. */
  readonly signal: AbortSignal;
}

/**
 * Does a job. A job is done at least once: twice where a worker dies or is cut off between doing it and saying so.
 * When it throws, the job is tried again after a pause that grows, and put aside after its last attempt.
 */
export type Handler = (payload: unknown, job: Job) => Promise<void>;

export interface WorkOptions {
  /** How many jobs of each task are done at the same time; 10 where it is not said. */
  readonly concurrency?: number;
  /** How long a worker that says nothing more keeps a job: as long, nobody else does it; 30 s where it is not said. */
  readonly leaseMs?: Milliseconds;
  /** How many jobs of each task are fetched ahead: more a second where jobs are short, less fairness among workers; 0 where it is not said. */
  readonly ahead?: number;
  /** How long `stop()` waits for jobs that are under way, before it aborts their signals and waits a second more; 10 s where it is not said. */
  readonly stopWithinMs?: Milliseconds;
}

/** Does jobs until it is stopped. */
export interface Worker {
  /** Takes no more jobs and waits for those that are under way, as long as stated; what is not done then is done by another worker. */
  stop(): Promise<void>;
}

/** A job that failed as often as it may. */
export interface DeadJob {
  readonly id: string;
  readonly task: string;
  readonly payload: unknown;
  readonly attempts: number;
  /** Of the last attempt. */
  readonly error: string;
}

/** Jobs that are kept until they are done, whatever happens to who added them. */
export interface Queue {
  /**
   * Settles when the job is kept for good. Its handler runs in the trace that the job was added in. Rejects with a
   * `TypeError` for what JSON cannot hold, with a `RangeError` for options that no job has.
   */
  add(task: string, payload: Payload, options?: JobOptions): Promise<void>;
  /** Begins to do jobs. */
  work(handlers: Readonly<Record<string, Handler>>, options?: WorkOptions): Promise<Worker>;
  /** Jobs of a task that were put aside, the oldest first, 1,000 at most. */
  dead(task: string): Promise<readonly DeadJob[]>;
  /** Has a job that was put aside tried again as if it were new. False when there is none. */
  revive(task: string, id: string): Promise<boolean>;
  /** Stops the workers and leaves the server. */
  close(): Promise<void>;
}

export const usualAttempts = 5;
export const usualConcurrency = 10;
export const usualLeaseMs: Milliseconds = 30_000;
export const usualStopWithinMs: Milliseconds = 10_000;
/** For handlers that end when their signal is aborted. */
export const abortedWithinMs: Milliseconds = 1_000;

/** Up to a second, then up to twice as long each time, five minutes at most: chance says how much of it. */
export const backoff: RetryPolicy = { retries: Number.MAX_SAFE_INTEGER, baseMs: 1_000, capMs: 300_000 };
