import type { Milliseconds } from '@asbuilt/core/model';
import type { Pool } from 'pg';
import { channel } from './postgres-schema.ts';
import type { DeadJob } from './queue.ts';

/** A job that this worker has for the time of its lease. */
export interface TakenJob {
  readonly id: string;
  readonly payload: unknown;
  /** 1 or more. */
  readonly attempt: number;
  readonly isLast: boolean;
  readonly traceparent: string | null;
}

export interface NewJob {
  readonly task: string;
  /** JSON. */
  readonly payload: string;
  readonly attempts: number;
  readonly delayMs: Milliseconds;
  readonly key: string | null;
  readonly traceparent: string | null;
}

/**
 * Adds jobs in one statement, so that many that come at the same time cost one commit. Of jobs with the same key one is kept,
 * unless another waits already.
 */
export async function addJobs(pool: Pool, jobs: readonly NewJob[]): Promise<void> {
  await pool.query({
    name: 'asbuilt_queue_add',
    text: `with added as (
      insert into asbuilt_queue.jobs (task, payload, max_attempts, due_at, traceparent, key)
      select task, payload::json, attempts, now() + delay * interval '1 millisecond', traceparent, key
      from unnest($1::text[], $2::text[], $3::integer[], $4::float8[], $5::text[], $6::text[])
        as job (task, payload, attempts, delay, traceparent, key)
      on conflict do nothing
      returning task
    ) select pg_notify('${channel}', task) from (select distinct task from added) as tasks`,
    values: [
      jobs.map(({ task }) => task),
      jobs.map(({ payload }) => payload),
      jobs.map(({ attempts }) => attempts),
      jobs.map(({ delayMs }) => delayMs),
      jobs.map(({ traceparent }) => traceparent),
      jobs.map(({ key }) => key),
    ],
  });
}

/** Whether PostgreSQL refused what is in a job (classes 22, 23 and 54 of its errors), and not all of them. */
export function isOfOneJob(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(?:22|23|54)/.test(error.code)
  );
}

export interface Lease {
  readonly id: string;
  readonly task: string;
  readonly ms: Milliseconds;
}

interface TakenRow {
  readonly id: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly max_attempts: number;
  readonly traceparent: string | null;
}

/** Takes jobs that are due, the oldest first, past those that others are taking. Each counts as tried from now on, and has lost its key. */
export async function takeJobs(pool: Pool, { id, task, ms }: Lease, most: number): Promise<readonly TakenJob[]> {
  const { rows } = await pool.query<TakenRow>({
    name: 'asbuilt_queue_take',
    text: `update asbuilt_queue.jobs set attempts = attempts + 1, lease = $2, key = null, due_at = now() + $3 * interval '1 millisecond'
      where id = any (array (
        select id from asbuilt_queue.jobs
        where task = $1 and dead_at is null and due_at <= now() and attempts < max_attempts
        order by due_at, id limit $4 for update skip locked
      ))
      returning id, payload, attempts, max_attempts, traceparent`,
    values: [task, id, ms, most],
  });
  return rows
    .map((row) => ({
      id: row.id,
      payload: row.payload,
      attempt: row.attempts,
      isLast: row.attempts >= row.max_attempts,
      traceparent: row.traceparent,
    }))
    .toSorted((one, other) => Number(one.id) - Number(other.id));
}

/** Keeps the jobs a lease longer; those that are not in the answer are another's by now. */
export async function renewLease(pool: Pool, { id, ms }: Lease, jobs: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>(
    `update asbuilt_queue.jobs set due_at = now() + $3 * interval '1 millisecond'
     where id = any ($2::bigint[]) and lease = $1 returning id`,
    [id, jobs, ms],
  );
  return new Set(rows.map((row) => row.id));
}

export async function removeJobs(pool: Pool, lease: string, jobs: readonly string[]): Promise<void> {
  await pool.query({
    name: 'asbuilt_queue_done',
    text: 'delete from asbuilt_queue.jobs where id = any ($2::bigint[]) and lease = $1',
    values: [lease, jobs],
  });
}

/** What becomes of a job that failed: it is due again after a pause, or put aside. */
export async function failJob(
  pool: Pool,
  lease: string,
  { id, isLast }: TakenJob,
  { error, pauseMs }: { readonly error: string; readonly pauseMs: Milliseconds },
): Promise<void> {
  await pool.query(
    `update asbuilt_queue.jobs set lease = null, error = $3, due_at = now() + $4 * interval '1 millisecond',
       dead_at = case when $5 then now() end
     where id = $2 and lease = $1`,
    // Texts of PostgreSQL have no NUL.
    [lease, id, error.replaceAll('\0', '\uFFFD'), pauseMs, isLast],
  );
}

/** Gives back jobs that were taken and not begun: they do not count as tried. */
export async function returnJobs(pool: Pool, lease: string, jobs: readonly string[]): Promise<void> {
  await pool.query(
    `update asbuilt_queue.jobs set lease = null, due_at = now(), attempts = attempts - 1
     where id = any ($2::bigint[]) and lease = $1`,
    [lease, jobs],
  );
}

/** Puts jobs aside whose last worker died while it did them. */
export async function buryLost(pool: Pool, task: string): Promise<void> {
  await pool.query(
    `update asbuilt_queue.jobs set lease = null, dead_at = now(), error = coalesce(error || '; then ', '') || 'its worker died'
     where task = $1 and dead_at is null and due_at <= now() and attempts >= max_attempts`,
    [task],
  );
}

export async function deadJobs(pool: Pool, task: string): Promise<readonly DeadJob[]> {
  const { rows } = await pool.query<DeadJob>(
    `select id, task, payload, attempts, error from asbuilt_queue.jobs
     where task = $1 and dead_at is not null order by id limit 1000`,
    [task],
  );
  return rows;
}

export async function reviveJob(pool: Pool, task: string, id: string): Promise<boolean> {
  if (!/^\d{1,18}$/.test(id)) return false;
  const { rowCount } = await pool.query(
    `with revived as (
      update asbuilt_queue.jobs set dead_at = null, attempts = 0, due_at = now()
      where task = $1 and id = $2::bigint and dead_at is not null returning task
    ) select pg_notify('${channel}', task) from revived`,
    [task, id],
  );
  return rowCount === 1;
}
