import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openPostgresQueue, type Queue } from '#providers/queue/open-queue';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../../src/index.ts';

const patient = { timeout: 60_000 };

let directory: string;
let server: EmbeddedPostgres;
/** Where the server listens after it was started again. */
let port: number;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'asbuilt-queue-'));
  server = await openEmbeddedPostgres({ directory });
  ({ port } = server);
});

afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

interface Open {
  readonly pool: Pool;
  readonly queue: Queue;
  readonly told: string[];
}

async function open(): Promise<Open> {
  const told: string[] = [];
  const { user, password, database } = server;
  const pool = new Pool({ host: '127.0.0.1', port, user, password, database });
  pool.on('error', (error) => told.push(error.message));
  const queue = await openPostgresQueue({ pool, log: (line) => told.push(line) });
  onTestFinished(async () => {
    await queue.close();
    await pool.end();
  });
  return { pool, queue, told };
}

test('a job that is ordered in a transaction is there with it, and not without', async () => {
  const { pool, queue } = await open();
  const done: unknown[] = [];
  await queue.work({ ordered: async (payload) => void done.push(payload) });
  const client = await pool.connect();
  await client.query('begin');
  await client.query(`select asbuilt_queue.add_job('ordered', '{"kept": false}')`);
  await client.query('rollback');
  await client.query('begin');
  await client.query(`select asbuilt_queue.add_job('ordered', '{"kept": true}', max_attempts => 2)`);
  expect(done).toEqual([]);
  await client.query('commit');
  client.release();
  await expect.poll(() => done, patient).toEqual([{ kept: true }]);
});

test('a job that is ordered in a transaction has a key too', async () => {
  const { pool } = await open();
  const order = (): Promise<{ rows: { id: string | null }[] }> =>
    pool.query(`select asbuilt_queue.add_job('keyed', '1', key => 'ship 7') as id`);
  expect((await order()).rows[0]?.id).toMatch(/^\d+$/);
  expect((await order()).rows).toEqual([{ id: null }]);
});

test('a job that the server refuses takes no others with it', async () => {
  const { pool, queue } = await open();
  // As a project may have it that holds jobs to rules of its own.
  await pool.query(`alter table asbuilt_queue.jobs add constraint no_seven check (payload::text <> '7')`);
  onTestFinished(() => pool.query('alter table asbuilt_queue.jobs drop constraint no_seven').then(() => undefined));
  const added = await Promise.allSettled([6, 7, 8].map((number) => queue.add('refused', number)));
  expect(added.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const done: unknown[] = [];
  await queue.work({ refused: async (payload) => void done.push(payload) });
  await expect.poll(() => done.toSorted((one, other) => Number(one) - Number(other)), patient).toEqual([6, 8]);
});

test('a table of before, in which payloads were of another type, is taken over with its jobs', async () => {
  const { pool } = await open();
  await pool.query('drop schema asbuilt_queue cascade; create schema asbuilt_queue');
  await pool.query(`create table asbuilt_queue.jobs (
    id bigint generated always as identity primary key, task text not null, payload jsonb not null,
    attempts integer not null default 0, max_attempts integer not null, due_at timestamptz not null default now(),
    lease uuid, error text, dead_at timestamptz)`);
  await pool.query(`create function asbuilt_queue.add_job(
    task text, payload jsonb, max_attempts integer default 5, delay interval default interval '0'
  ) returns bigint language sql as 'select 1::bigint'`);
  await pool.query(`insert into asbuilt_queue.jobs (task, payload, max_attempts) values ('old', '{"kept":true}', 5)`);
  const { queue } = await open();
  await pool.query(`select asbuilt_queue.add_job('old', '{"kept":1}')`);
  const done: unknown[] = [];
  await queue.work({ old: async (payload) => void done.push(payload) });
  await expect.poll(() => done, patient).toEqual([{ kept: true }, { kept: 1 }]);
});

test('a worker that was away for longer than its lease is told, and what it then says of the job counts no more', async () => {
  const { pool, queue } = await open();
  let release: (() => void) | undefined;
  let lost: unknown;
  await queue.add('frozen', 1);
  const slow = await queue.work(
    {
      frozen: async (_, { signal }) => {
        signal.addEventListener('abort', () => {
          lost = signal.reason;
        });
        await new Promise<void>((settle) => {
          release = settle;
        });
      },
    },
    { leaseMs: 1_500 },
  );
  await expect.poll(() => release !== undefined, patient).toBe(true);
  // As after a freeze: the lease is over before it could be renewed, and another worker has the job.
  await pool.query(
    `update asbuilt_queue.jobs set lease = gen_random_uuid(), due_at = now() + interval '1 hour' where task = 'frozen'`,
  );
  await expect.poll(() => String(lost), patient).toBe('Error: the lease on the job has ended');
  release?.();
  await slow.stop();
  expect((await pool.query(`select 1 from asbuilt_queue.jobs where task = 'frozen'`)).rowCount).toBe(1);
});

test('a job whose worker dies at its last attempt is put aside, and not done for ever', async () => {
  const { pool, queue } = await open();
  await pool.query(
    `insert into asbuilt_queue.jobs (task, payload, attempts, max_attempts, lease) values ('deadly', '1', 2, 2, gen_random_uuid())`,
  );
  let isDone = false;
  await queue.work({ deadly: async () => void (isDone = true) }, { leaseMs: 600 });
  await expect.poll(() => queue.dead('deadly'), patient).toMatchObject([{ attempts: 2, error: 'its worker died' }]);
  expect(isDone).toBe(false);
});

test('many jobs that are added at once are one statement, and each is acknowledged', async () => {
  const { pool, queue } = await open();
  await Promise.all(Array.from({ length: 2_500 }, (_, index) => queue.add('many', index)));
  const { rows } = await pool.query(`select count(*)::integer as jobs from asbuilt_queue.jobs where task = 'many'`);
  expect(rows).toEqual([{ jobs: 2_500 }]);
});

test('goes on after the server was restarted under load, with every job that was acknowledged', async () => {
  const { pool, queue, told } = await open();
  const acknowledged = new Set<number>();
  const done = new Set<unknown>();
  await queue.work({ steady: async (payload) => void done.add(payload) }, { leaseMs: 3_000 });
  const adding = new AbortController();
  const added = (async (): Promise<void> => {
    for (let number = 0; !adding.signal.aborted; number += 1) {
      await queue.add('steady', number).then(
        () => acknowledged.add(number),
        () => new Promise((settle) => setTimeout(settle, 20)),
      );
    }
  })();
  await expect.poll(() => acknowledged.size, patient).toBeGreaterThan(50);
  await server.stop();
  server = await openEmbeddedPostgres({ directory });
  pool.options.port = server.port;
  ({ port } = server);
  const before = acknowledged.size;
  await expect.poll(() => acknowledged.size, patient).toBeGreaterThan(before + 50);
  adding.abort();
  await added;
  await expect.poll(() => [...acknowledged].filter((number) => !done.has(number)), patient).toEqual([]);
  expect(told.length).toBeGreaterThan(0);
});
