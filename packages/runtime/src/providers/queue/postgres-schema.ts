import type { Pool } from 'pg';

/** The channel on which new jobs are told; what is told is the task. */
export const channel = 'asbuilt_queue';

/** Numbers that advisory locks of our own begin with. */
const migrationLock = 4_780_001;

/**
 * A job that somebody does is due again when its lease ends: nothing has to notice that a worker died.
 * `add_job` is for whoever adds a job in a transaction of their own, in whatever language; it answers null where a job with
 * the same key waits already. What a job carries is JSON as it was said: `jsonb` knows no NUL and no half surrogate.
 */
const schema = `
create schema if not exists asbuilt_queue;
create table if not exists asbuilt_queue.jobs (
  id bigint generated always as identity primary key,
  task text not null,
  payload json not null,
  attempts integer not null default 0,
  max_attempts integer not null check (max_attempts >= 1),
  due_at timestamptz not null default now(),
  lease uuid,
  error text,
  dead_at timestamptz
);
alter table asbuilt_queue.jobs add column if not exists traceparent text;
alter table asbuilt_queue.jobs add column if not exists key text;
do $$ begin
  if exists (select from information_schema.columns
    where table_schema = 'asbuilt_queue' and table_name = 'jobs' and column_name = 'payload' and data_type = 'jsonb')
  then alter table asbuilt_queue.jobs alter column payload type json using payload::json;
  end if;
end $$;
create index if not exists jobs_due on asbuilt_queue.jobs (task, due_at, id) where dead_at is null;
create index if not exists jobs_dead on asbuilt_queue.jobs (task, id) where dead_at is not null;
create unique index if not exists jobs_key on asbuilt_queue.jobs (task, key) where key is not null;
drop function if exists asbuilt_queue.add_job(text, jsonb, integer, interval);
create or replace function asbuilt_queue.add_job(
  task text, payload jsonb, max_attempts integer default 5, delay interval default interval '0', key text default null
) returns bigint language sql as $$
  with added as (
    insert into asbuilt_queue.jobs (task, payload, max_attempts, due_at, key)
    values (task, payload::json, max_attempts, now() + delay, key)
    on conflict do nothing returning id
  )
  select id from added, pg_notify('${channel}', task);
$$;
`;

/** Makes the tables where they are missing; several at once wait for each other. */
export async function prepareSchema(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock]);
    await client.query(schema);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
