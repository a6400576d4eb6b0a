import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readlink, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openEmbeddedPostgres } from '../../../src/providers/database/embedded-postgres.ts';
import type { EmbeddedPostgres } from '../../../src/providers/database/embedded-server.ts';
import { postgresBinaries } from '../../../src/providers/database/postgres-binaries.ts';
import { identify } from '../../../src/supervisor/process-identity.ts';
import { bundled } from '../../bundled.ts';
import { freePort } from '../../free-port.ts';
import { eventually, scratch } from '../../sample-system.ts';

async function open(directory: string): Promise<EmbeddedPostgres> {
  const server = await openEmbeddedPostgres({ directory });
  onTestFinished(() => server.stop());
  return server;
}

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  test('makes a cluster, answers, and keeps its data over a restart', async () => {
    const directory = await scratch();
    const first = await open(directory);
    expect(await query(first.url, 'select current_database() as name, version()')).toEqual([
      { name: 'asbuilt', version: expect.stringContaining('PostgreSQL 18') },
    ]);
    await query(first.url, `create table kept (word text); insert into kept values ('hello')`);
    await first.stop();
    expect(await first.ended).toEqual({ by: 'exit', code: 0 });
    expect(await identify(first.pid)).toBeUndefined();

    const second = await open(directory);
    expect(second.password).toBe(first.password);
    expect(await query(second.url, 'select word from kept')).toEqual([{ word: 'hello' }]);
  });

  test('listens on the loopback address alone, asks for its password, and knows the letters of all languages', async () => {
    const directory = await scratch();
    const server = await open(directory);
    const file = join(directory, 'postgres.password');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file, 'utf8')).trim()).toBe(server.password);
    await expect(query(server.url.replace(server.password, 'guess'), 'select 1')).rejects.toThrow(
      'password authentication failed',
    );
    expect(await query(server.url, `select current_setting('listen_addresses') as host, lower('ÄÉ') as word`)).toEqual([
      { host: '127.0.0.1', word: 'äé' },
    ]);
    await expect(openEmbeddedPostgres({ directory })).rejects.toThrow(
      `${directory}/postgres is already run by process ${process.pid}; stop that first`,
    );
  });

  test('says that the password is missing, and leaves the data alone', async () => {
    const directory = await scratch();
    const server = await open(directory);
    await server.stop();
    await rm(join(directory, 'postgres.password'));
    await expect(openEmbeddedPostgres({ directory })).rejects.toThrow(
      /password .* is missing from .*; put the file back/,
    );
    expect((await stat(join(directory, 'postgres', 'PG_VERSION'))).isFile()).toBe(true);
  });

  test('says what the server said when it cannot start', async () => {
    const directory = await scratch();
    await (await open(directory)).stop();
    await writeFile(join(directory, 'postgres', 'postgresql.conf'), 'no_such_setting = 1\n');
    await expect(openEmbeddedPostgres({ directory })).rejects.toThrow(
      /PostgreSQL exited with code 1 while starting: .*no_such_setting/,
    );
  });

  test('starts past a lock that a reused process number seems to hold', async () => {
    const directory = await scratch();
    const first = await open(directory);
    const lock = join(directory, 'postgres', 'postmaster.pid');
    const text = await readFile(lock, 'utf8');
    await first.stop();
    await writeFile(lock, text.replace(/^\d+/, String(process.pid)));
    const second = await open(directory);
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('begins anew where a run was killed while it made the cluster', async () => {
    const directory = await scratch();
    await (await open(directory)).stop();
    await rm(join(directory, 'postgres', 'PG_VERSION'));
    await rename(join(directory, 'postgres'), join(directory, 'postgres.new'));
    const server = await open(directory);
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test.runIf(process.getuid?.() === 0)('runs as root for a folder that other users cannot enter', async () => {
    const directory = await scratch(0o700);
    const server = await open(directory);
    const data = await readlink(join(directory, 'postgres'));
    onTestFinished(() => rm(dirname(data), { recursive: true }));
    expect(data).toMatch(/^\/var\/lib\/asbuilt\/[0-9a-f]{16}\/data$/);
    await query(server.url, 'create table kept ()');
    await server.stop();
    const again = await open(directory);
    expect(await query(again.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 0 }]);
    await again.stop();
  });
});

/** Starts the server from a process of its own, and kills that. */
async function startAndKill(directory: string): Promise<number> {
  const script = await bundled(`import { openEmbeddedPostgres } from './src/providers/database/embedded-postgres.ts';
    console.log((await openEmbeddedPostgres({ directory: ${JSON.stringify(directory)} })).pid);
    setInterval(() => {}, 1000);`);
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [pid]: unknown[] = await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  return Number(String(pid));
}

/** Starts a server on existing data as a run would that had no way to make it die with its parent. */
async function startOrphan(directory: string): Promise<number> {
  const { postgres } = await postgresBinaries();
  const { uid, gid } = await stat(join(directory, 'postgres', 'PG_VERSION'));
  const port = await freePort();
  const args = ['-D', join(directory, 'postgres'), '-c', `port=${port}`, '-c', 'unix_socket_directories='];
  const orphan = spawn(postgres, args, { uid, gid, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  orphan.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  await eventually(() => log.includes('ready to accept connections'));
  return orphan.pid ?? 0;
}

describe('after its parent was killed', () => {
  test('a server that lives on is stopped first', async () => {
    const directory = await scratch();
    await (await open(directory)).stop();
    const orphan = await startOrphan(directory);
    const server = await open(directory);
    expect(await identify(orphan)).toBeUndefined();
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('the next start works, on the same data', async () => {
    const directory = await scratch();
    await (await open(directory)).stop();
    const left = await startAndKill(directory);
    const server = await open(directory);
    expect(server.pid).not.toBe(left);
    expect(await identify(left)).toBeUndefined();
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});
