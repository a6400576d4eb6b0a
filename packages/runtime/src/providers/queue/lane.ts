import { randomUUID } from 'node:crypto';
import { pauseBeforeRetryMs } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Pool } from 'pg';
import { inTrace } from '#telemetry/current-trace';
import { messageOf } from '#values/message-of';
import { gathered } from './gathered.ts';
import {
  buryLost,
  failJob,
  type Lease,
  removeJobs,
  renewLease,
  returnJobs,
  type TakenJob,
  takeJobs,
} from './postgres-jobs.ts';
import { abortedWithinMs, backoff, type Handler } from './queue.ts';
import { settledWithin } from './settled-within.ts';

export interface LaneOptions {
  readonly pool: Pool;
  readonly task: string;
  readonly handler: Handler;
  readonly concurrency: number;
  readonly ahead: number;
  readonly leaseMs: Milliseconds;
  readonly log: (line: string) => void;
}

interface Running {
  readonly job: TakenJob;
  readonly done: Promise<void>;
  readonly ending: AbortController;
}

/** Jobs whose end is not kept yet, at most, before new ones are fetched. */
const mostEnded = 1_000;

/** Does the jobs of one task: takes as many as there are places for, does them, and keeps its lease on them. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #lease: Lease;
  readonly #finish: (id: string) => Promise<void>;
  readonly #running = new Map<string, Running>();
  /** Done or failed, and that is not kept yet. */
  readonly #ended = new Map<string, Promise<void>>();
  /** Taken and not begun. */
  readonly #waiting: TakenJob[] = [];
  #fetching: Promise<void> | undefined;
  /** Something may be due that was not there at the last look. */
  #isDue = false;
  #isStopping = false;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#lease = { id: randomUUID(), task: options.task, ms: options.leaseMs };
    this.#finish = gathered((ids) => removeJobs(options.pool, this.#lease.id, ids), 1_000);
  }

  /** Looks for jobs that are due. */
  look(): void {
    this.#isDue = true;
    this.#fetch();
  }

  /** Keeps the jobs that are under way, and puts aside those whose last worker died. */
  async tend(): Promise<void> {
    const { pool, task } = this.#options;
    const kept = [...this.#running.keys(), ...this.#ended.keys(), ...this.#waiting.map(({ id }) => id)];
    const ours = kept.length === 0 ? new Set<string>() : await renewLease(pool, this.#lease, kept);
    for (const [id, { ending }] of this.#running)
      if (kept.includes(id) && !ours.has(id)) ending.abort(new Error('the lease on the job has ended'));
    await buryLost(pool, task);
  }

  async stop(withinMs: Milliseconds): Promise<void> {
    this.#isStopping = true;
    await this.#fetching;
    const back = this.#waiting.splice(0).map(({ id }) => id);
    if (back.length > 0) await returnJobs(this.#options.pool, this.#lease.id, back);
    const ended = Promise.all([...this.#running.values()].map(({ done }) => done));
    if (!(await settledWithin(ended, withinMs))) {
      this.#abortAll();
      await settledWithin(ended, abortedWithinMs);
    }
    for (const id of this.#running.keys())
      this.#options.log(
        `Job ${id} of ${this.#options.task} did not end; another worker does it when its lease has ended`,
      );
    await Promise.all(this.#ended.values());
  }

  #abortAll(): void {
    for (const { ending } of this.#running.values()) ending.abort(new Error('the worker is being stopped'));
  }

  #fetch(): void {
    const { concurrency, ahead } = this.#options;
    const held = this.#running.size + this.#waiting.length;
    // While the server is slow to keep what was done, no more is begun than could be done twice.
    const room = this.#ended.size > mostEnded ? 0 : concurrency + ahead - held;
    // Few at a time are not worth the way to the server, as long as there is something to do meanwhile.
    const isWorth = room > ahead / 2 || this.#waiting.length === 0;
    if (this.#fetching !== undefined || !this.#isDue || this.#isStopping || room <= 0 || !isWorth) return;
    this.#isDue = false;
    this.#fetching = this.#take(room)
      .catch((error: unknown) =>
        this.#options.log(`Jobs of ${this.#options.task} could not be fetched: ${String(error)}`),
      )
      .finally(() => {
        this.#fetching = undefined;
        this.#fetch();
      });
  }

  async #take(room: number): Promise<void> {
    const jobs = await takeJobs(this.#options.pool, this.#lease, room);
    if (jobs.length === room) this.#isDue = true;
    this.#waiting.push(...jobs);
    this.#begin();
  }

  #begin(): void {
    while (this.#running.size < this.#options.concurrency && !this.#isStopping) {
      const job = this.#waiting.shift();
      if (job === undefined) return;
      const ending = new AbortController();
      // Begins after it is known as running: a handler may throw at once.
      const done = Promise.resolve().then(() => this.#do(job, ending.signal));
      this.#running.set(job.id, { job, ending, done });
    }
  }

  /** Gives its place free as soon as the handler has ended: what became of the job is kept while others are done. */
  async #do(job: TakenJob, signal: AbortSignal): Promise<void> {
    const { handler, task } = this.#options;
    let failure: { readonly error: unknown } | undefined;
    try {
      const given = { id: job.id, task, attempt: job.attempt, signal };
      await inTrace(job.traceparent ?? undefined, () => handler(job.payload, given));
    } catch (error) {
      failure = { error };
    }
    this.#running.delete(job.id);
    this.#ended.set(job.id, this.#keepEnd(job, failure));
    this.#begin();
    this.#fetch();
  }

  async #keepEnd(job: TakenJob, failure: { readonly error: unknown } | undefined): Promise<void> {
    const { task, log } = this.#options;
    try {
      await (failure === undefined ? this.#finish(job.id) : this.#fail(job, failure.error));
    } catch (error) {
      log(`How job ${job.id} of ${task} ended could not be kept, so that it is done again: ${String(error)}`);
    }
    this.#ended.delete(job.id);
    this.#fetch();
  }

  async #fail(job: TakenJob, reason: unknown): Promise<void> {
    const { pool, task, log } = this.#options;
    const error = messageOf(reason);
    const pauseMs = pauseBeforeRetryMs(backoff, job.attempt, Math.random());
    await failJob(pool, this.#lease.id, job, { error, pauseMs });
    const next = job.isLast ? 'it is put aside' : `again in ${Math.round(pauseMs)} ms`;
    log(`Attempt ${job.attempt} of job ${job.id} of ${task} failed (${error}); ${next}`);
  }
}
