import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RunningSystem, ServiceStatus } from '../src/index.ts';
import { groupRuns } from '../src/supervisor/process-group.ts';
import { eventually, oneService, running, sample } from './sample-system.ts';

const profile = `
http_port: PORT
services:
  Web:
    command: node server.mjs web "two words" $PORT
    health: /health
    edges: { API: NEXT_URL }
    env: { GREETING: hello }
  API:
    command: node server.mjs
    health: /health
    edges: { Database: DB }
  Database:
    provider: postgres
`;

/** The same, with nothing behind the edge to the database. */
const withoutDatabase = `${profile.replace(/ {2}Database:[^]*/, '')}stand_ins: false\n`;

interface Shown {
  readonly path: string;
  readonly requestId: string;
  readonly env: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
}

async function shown(
  live: RunningSystem,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Shown> {
  const response = await fetch(`${live.entryUrl}${path}`, { headers });
  expect(response.status).toBe(200);
  const body: unknown = await response.json();
  if (!isShown(body)) throw new Error(`${path} was answered with ${JSON.stringify(body)}`);
  return body;
}

function isShown(body: unknown): body is Shown {
  return typeof body === 'object' && body !== null && 'path' in body && 'env' in body;
}

function serviceOf(live: RunningSystem, name: string): ServiceStatus {
  const service = live.status().services.find((candidate) => candidate.name === name);
  if (service === undefined) throw new Error(`no service ${name}`);
  return service;
}

/** The addresses and process groups of a system, to see later whether they are gone. */
function traces(live: RunningSystem): { readonly pids: readonly number[]; readonly urls: readonly string[] } {
  const { services, edges } = live.status();
  const addresses = [...services, ...edges].flatMap(({ address }) => address ?? []);
  return {
    pids: services.flatMap(({ pid }) => pid ?? []),
    urls: [...addresses.map((address) => `http://${address}/`), live.controlUrl],
  };
}

async function refuses(url: string): Promise<boolean> {
  return fetch(url).then(
    () => false,
    (error: unknown) => error instanceof TypeError && String(error.cause).includes('ECONNREFUSED'),
  );
}

async function expectGone({ pids, urls }: ReturnType<typeof traces>): Promise<void> {
  expect(await Promise.all(pids.map(groupRuns))).toEqual(pids.map(() => false));
  // On a busy machine a port that was given back may be another test's for a while.
  for (const url of urls) await expect.poll(() => refuses(url), { timeout: 60_000 }).toBe(true);
}

describe('a system that comes up', () => {
  test('starts callees before callers and passes a request along its edges', async () => {
    const system = await sample(profile);
    const live = await running(system);
    expect(system.said.map((line) => line.replace(/after .*/, ''))).toEqual([
      'Database is starting',
      'Database is healthy ',
      'API is starting',
      'API is healthy ',
      'Web is starting',
      'Web is healthy ',
    ]);
    const answer = await shown(live, '/through', { 'x-request-id': 'request-7' });
    expect(answer).toMatchObject({ path: '/here', requestId: 'request-7' });
    const edges = live.status().edges.map(({ name, requests, failures }) => ({ name, requests, failures }));
    expect(edges).toEqual([
      { name: 'User → Web', requests: 1, failures: 0 },
      { name: 'Web → API', requests: 1, failures: 0 },
      { name: 'API → Database', requests: 0, failures: 0 },
    ]);
    const found = traces(live);
    await live.stop();
    await live.done;
    await expectGone(found);
    expect(existsSync(join(system.directory, '.asbuilt', 'run.json'))).toBe(false);
    expect(system.said.slice(-3)).toEqual(['Web is stopped', 'API is stopped', 'Database is stopped']);
  });

  test('gives each service its port, its edges, the control server and its own variables, and no way past an edge', async () => {
    const system = await sample(withoutDatabase, {
      env: { DATABASE_URL: 'postgres://past.the.edge/x', INHERITED: 'yes' },
    });
    const live = await running(system);
    const [entry, toApi] = live.status().edges;
    expect(`http://${entry?.address}`).toBe(live.entryUrl);
    const web = await shown(live, '/');
    expect(web.env).toMatchObject({
      PORT: serviceOf(live, 'Web').address?.split(':')[1],
      HOST: '127.0.0.1',
      NEXT_URL: `http://${toApi?.address}`,
      ASBUILT_CONTROL_URL: live.controlUrl,
      GREETING: 'hello',
      INHERITED: 'yes',
    });
    expect(web.env).not.toHaveProperty('DATABASE_URL');
    expect(web.argv).toEqual(['web', 'two words', web.env['PORT']]);
  });

  test('reaches the database through its edge, and finds its data again after a restart', async () => {
    const system = await sample(profile);
    const first = await running(system);
    const url = (await shown(first, '/through')).env['DB'] ?? '';
    expect(url).toContain(`@${first.status().edges[2]?.address}/`);
    await query(url, 'create table kept (word text)');
    await query(url, `insert into kept values ('still here')`);
    // Two connections and a query on each.
    expect(first.status().edges[2]).toMatchObject({ wire: 'postgres', requests: 4, failures: 0 });
    await first.stop();

    const second = await running(system);
    const again = (await shown(second, '/through')).env['DB'] ?? '';
    expect(await query(again, 'select word from kept')).toEqual([{ word: 'still here' }]);
  });

  test('logs what its services write and what passes its edges, and keeps what is secret', async () => {
    const system = await sample(profile);
    const live = await running(system);
    const state = join(system.directory, '.asbuilt');
    expect((await stat(join(state, 'token'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(state, 'postgres.password'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(state, '.gitignore'), 'utf8')).toBe('*\n');
    await shown(live, '/through', { 'x-request-id': 'request-8' });
    await live.stop();
    const text = await readFile(join(state, 'log.jsonl'), 'utf8');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'info',
        service: 'API',
        stream: 'stdout',
        msg: expect.stringMatching(/^listening on \d+$/),
      }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ edge: 'Web → API', requestId: 'request-8', status: 200 }));
    expect(lines).toContainEqual(
      expect.objectContaining({ service: 'Database', msg: expect.stringContaining('ready to accept connections') }),
    );
    expect(text).not.toContain('postgres://');
    expect(system.heard).toContainEqual(expect.stringMatching(/^API: listening on \d+$/));
    expect(system.heard.some((line) => line.startsWith('Database: '))).toBe(false);
  });
});

async function query(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const alone = `
http_port: PORT
services:
  Web: { command: node server.mjs, health: /health }
`;

describe('a service that is not told where an edge is', () => {
  test('is started, and that is said', async () => {
    const system = await sample(withoutDatabase.replace('edges: { API: NEXT_URL }', ''));
    await running(system);
    expect(system.said[0]).toBe(
      'Web calls API, but no variable tells it where its edge is; name one in the profile, under edges: of Web',
    );
  });
});

describe('a service that dies', () => {
  test('is started again on another port, and said so', async () => {
    const system = await sample(alone, oneService);
    const live = await running(system);
    const before = serviceOf(live, 'Web');
    const source = await readFile(join(system.directory, 'server.mjs'), 'utf8');
    const waits = `import { existsSync } from 'node:fs';
      while (!existsSync('go')) await new Promise((settle) => setTimeout(settle, 20));`;
    await writeFile(join(system.directory, 'server.mjs'), `${waits}\n${source}`);
    process.kill(before.pid ?? 0, 'SIGKILL');
    await eventually(() => serviceOf(live, 'Web').state !== 'healthy');
    expect((await fetch(live.entryUrl)).status).toBe(503);
    await writeFile(join(system.directory, 'go'), '');
    await eventually(() => serviceOf(live, 'Web').state === 'healthy');
    const after = serviceOf(live, 'Web');
    expect(after).toMatchObject({ restarts: 1 });
    expect(after.pid).not.toBe(before.pid);
    expect((await shown(live, '/')).path).toBe('/');
    expect(system.said).toContain('Web was killed by SIGKILL; starting it again in 0.5 s');
  });

  test('is started again when it ends by itself, also with what it had started', async () => {
    const system = await sample(
      `{ http_port: PORT, services: { Web: { command: "sh -c 'sleep 1000 & exec node server.mjs'", health: /health } } }`,
      oneService,
    );
    const live = await running(system);
    const before = serviceOf(live, 'Web').pid ?? 0;
    await fetch(`${live.entryUrl}/die`).catch(() => undefined);
    await eventually(() => serviceOf(live, 'Web').restarts === 1 && serviceOf(live, 'Web').state === 'healthy');
    expect(await groupRuns(before)).toBe(false);
    expect(system.said).toContain('Web exited with code 7; starting it again in 0.5 s');
  });

  test('is waited for longer each time, and stops being waited for at once', async () => {
    const system = await sample(alone, oneService);
    const live = await running(system);
    await writeFile(join(system.directory, 'server.mjs'), 'process.exit(9)');
    process.kill(serviceOf(live, 'Web').pid ?? 0, 'SIGKILL');
    const reason =
      'Web could not be started: it exited with code 9 before it was ready and wrote nothing; run its command by itself to see why, and mend it';
    await eventually(() => system.said.includes(`${reason}; starting it again in 4 s`));
    expect(system.said).toContain(`${reason}; starting it again in 1 s`);
    expect(system.said).toContain(`${reason}; starting it again in 2 s`);
    const since = performance.now();
    await live.stop();
    expect(performance.now() - since).toBeLessThan(3_500);
    expect(serviceOf(live, 'Web').state).toBe('stopped');
  });

  test('may be the database, whose data is there again', async () => {
    const system = await sample(profile);
    const live = await running(system);
    const url = (await shown(live, '/through')).env['DB'] ?? '';
    await query(url, 'create table kept ()');
    process.kill(serviceOf(live, 'Database').pid ?? 0, 'SIGKILL');
    await eventually(
      () => serviceOf(live, 'Database').restarts === 1 && serviceOf(live, 'Database').state === 'healthy',
    );
    expect(await query(url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 0 }]);
  });
});

/** A server that we did not start. */
async function elsewhere(): Promise<number> {
  const server = createServer((request, response) => response.end(`elsewhere ${request.url}`));
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  return address.port;
}

describe('a service that runs elsewhere', () => {
  test('is called through its edge, and neither started nor stopped', async () => {
    const port = await elsewhere();
    const live = await running(
      await sample(
        `{ http_port: PORT, services: { Web: { url: "http://user:secret@127.0.0.1:${port}/" } } }`,
        oneService,
      ),
    );
    expect(serviceOf(live, 'Web')).toMatchObject({ state: 'external', address: `http://127.0.0.1:${port}/` });
    expect(await (await fetch(`${live.entryUrl}/a`)).text()).toBe('elsewhere /a');
    await live.stop();
    expect(await (await fetch(`http://127.0.0.1:${port}/b`)).text()).toBe('elsewhere /b');
  });
});

describe('a service that the profile does not bind', () => {
  test('is answered for by its edge', async () => {
    const live = await running(await sample('http_port: PORT\nstand_ins: false', oneService));
    expect(serviceOf(live, 'Web').state).toBe('unbound');
    expect((await fetch(live.entryUrl)).status).toBe(503);
  });
});

describe('the signal', () => {
  test('stops a system that is up', async () => {
    const interruption = new AbortController();
    const system = await sample(alone, { ...oneService, signal: interruption.signal });
    const live = await running(system);
    const found = traces(live);
    interruption.abort();
    await live.done;
    expect(serviceOf(live, 'Web').state).toBe('stopped');
    await expectGone(found);
  });

  test('ends a service that does not heed SIGTERM after five seconds', async () => {
    const system = await sample(alone, oneService);
    await writeFile(
      join(system.directory, 'server.mjs'),
      `import { createServer } from 'node:http';
      process.on('SIGTERM', () => console.log('no'));
      createServer((_, response) => response.end()).listen(process.env.PORT, '127.0.0.1');`,
    );
    const live = await running(system);
    const found = traces(live);
    const since = performance.now();
    await live.stop();
    expect(performance.now() - since).toBeGreaterThan(4_900);
    expect(performance.now() - since).toBeLessThan(60_000);
    expect(system.heard).toContain('Web: no');
    await expectGone(found);
  });
});
