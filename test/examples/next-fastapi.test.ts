import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { groupRuns } from '../../packages/asbuilt/test/cli/support/process-group.ts';
import { visit } from '../../scripts/lib/browser.mjs';
import { type RunningExample, startExample } from './running-example.ts';

const python = process.env['FASTAPI_PYTHON'];
const redis = process.env['REDIS_SERVER'];

let example: RunningExample;

async function edgeUrl(name: string): Promise<string> {
  const { edges } = await example.status();
  return `http://${edges.find((edge) => edge.name === name)?.address}`;
}

async function breakerOf(name: string): Promise<string | undefined> {
  return (await example.status()).edges.find((edge) => edge.name === name)?.breaker;
}

async function inFlightOn(name: string): Promise<number | undefined> {
  return (await example.status()).edges.find((edge) => edge.name === name)?.inFlight;
}

/** Polls with generous limits: the machine may be busy. */
const patient = { timeout: 60_000, interval: 100 };

/** The lines of the log that have all of these words. */
async function logged(...words: readonly string[]): Promise<readonly string[]> {
  return (await example.log()).split('\n').filter((line) => words.every((word) => line.includes(word)));
}

/** The database, past the edge to it: what keeps it busy here is nobody's query. */
async function database(): Promise<Client> {
  const { services } = await example.status();
  return connected(services.find(({ name }) => name === 'Database')?.address);
}

async function connected(address = ''): Promise<Client> {
  const [host, port] = address.split(':');
  const password = (await readFile(join(example.folder, '.asbuilt/postgres.password'), 'utf8')).trim();
  const client = new Client({ host, port: Number(port), user: 'asbuilt', database: 'asbuilt', password });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** While this runs, every query of the table waits. */
async function whileLocked<T>(act: () => Promise<T>): Promise<T> {
  const client = await database();
  await client.query('begin');
  await client.query('lock table tool in access exclusive mode');
  try {
    return await act();
  } finally {
    await client.end();
  }
}

/** A fault of a kind that the command line does not offer. */
async function inject(fault: object): Promise<void> {
  const token = (await readFile(join(example.folder, '.asbuilt/token'), 'utf8')).trim();
  const answer = await fetch(`${example.controlUrl}/faults`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  expect([answer.status, await answer.text()]).toEqual([201, expect.stringContaining('endsAtMs')]);
}

/** The processes of the API that get calls. */
async function healthyApis(): Promise<readonly (number | undefined)[]> {
  const { services } = await example.status();
  const { instances = [] } = services.find(({ name }) => name === 'API') ?? {};
  return instances.filter(({ state }) => state === 'healthy').map(({ pid }) => pid);
}

/** Signs somebody in as a browser does, and gives the cookie that says so. */
async function signIn(person: string): Promise<string> {
  const jar = new Map<string, string>();
  let next = new URL('/sign-in', example.url);
  for (let steps = 0; steps < 10 && !jar.has('session'); steps += 1) {
    const isChoice = next.pathname.startsWith('/sign-in/');
    const answer = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
      ...(isChoice && { method: 'POST', body: new URLSearchParams({ person }) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    next = new URL(answer.headers.get('location') ?? '/', next);
  }
  return `session=${jar.get('session')}`;
}

async function isRefused(url: string): Promise<boolean> {
  return fetch(url).then(
    () => false,
    (error: unknown) => error instanceof TypeError && String(error.cause).includes('ECONNREFUSED'),
  );
}

function prove(): Promise<string> {
  return example.asbuilt('prove');
}

function lend(cookie: string, tool: number): Promise<Response> {
  return fetch(`${example.url}/api/tools/${tool}/loan`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ borrower: 'neighbour' }),
  });
}

const missing =
  python === undefined
    ? 'Python with FastAPI (FASTAPI_PYTHON)'
    : redis === undefined
      ? 'redis-server (REDIS_SERVER)'
      : undefined;
const left = missing === undefined ? '' : ` (there is no ${missing}, and no apt-get to unpack it with)`;

describe.skipIf(missing !== undefined)(`services that know nothing of Asbuilt, under their overview${left}`, () => {
  beforeAll(async () => {
    example = await startExample({
      example: 'next-fastapi',
      programs: { python3: python ?? '', 'redis-server': redis ?? '' },
      // So that nobody has to wait for long.
      change: (overview) =>
        overview.replace('Half-open after 30s', 'Half-open after 2s').replace('HTTP cache | 10s', 'HTTP cache | 5s'),
    });
  }, 300_000);
  afterAll(() => example.remove(), 120_000);

  test('are found in the log under one request id and one trace', async () => {
    const traceId = 'a'.repeat(32);
    const headers = { 'x-request-id': 'by-hand-1', traceparent: `00-${traceId}-${'b'.repeat(16)}-01` };
    const answer = await fetch(`${example.url}/api/tools`, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-request-id')).toBe('by-hand-1');
    await expect
      .poll(() => logged('"service":"API"', '"request_id":"by-hand-1"', `"traceparent":"00-${traceId}-`), patient)
      .toHaveLength(1);
    await expect.poll(() => logged('"edge":"Frontend → API"', '"requestId":"by-hand-1"'), patient).toHaveLength(1);
  });

  test('have their answers kept at the entry until somebody changes what they say', async () => {
    const tools = async (): Promise<readonly [string, string]> => {
      const answer = await fetch(`${example.url}/api/tools`);
      return [answer.headers.get('cache-status') ?? '', await answer.text()];
    };
    await tools();
    expect((await tools())[0]).toContain('Edge; hit');
    expect((await lend('', 1)).status).toBe(401);
    const cookie = await signIn('neighbour');
    expect((await lend(cookie, 1)).status).toBe(200);
    expect((await lend(cookie, 1)).status).toBe(409);
    const [cacheStatus, text] = await tools();
    expect(cacheStatus).toContain('Edge; fwd=uri-miss');
    expect(text).toContain('"borrower":"neighbour"');
    const added = { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: '{"name":"Saw"}' };
    // That takes a keeper.
    expect((await fetch(`${example.url}/api/tools`, added)).status).toBe(403);
  });

  test('are given up when they are slow, and are told so', async () => {
    const begun = performance.now();
    const answer = await fetch(`${await edgeUrl('Frontend → API')}/tools/1/returned`, {
      headers: { 'x-request-id': 'slow-1' },
    });
    expect(answer.status).toBe(504);
    expect(performance.now() - begun).toBeGreaterThan(3_900);
    expect(await answer.json()).toMatchObject({ edge: 'Frontend → API' });
    await expect.poll(() => logged('whoever waited for the tool has left', 'slow-1'), patient).not.toHaveLength(0);
  });

  test('have their late queries cancelled, and hear of it as of any error of the database', async () => {
    const [api] = (await example.status()).services.find(({ name }) => name === 'API')?.instances ?? [];
    const answer = await whileLocked(() => fetch(`http://${api?.address}/loans`));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ detail: 'The database answered with 57014.' });
  });

  test('have a GET that fails made again, at another instance', async () => {
    const api = await edgeUrl('Frontend → API');
    // The first instance's query is cancelled after two seconds, and the second one's is let through.
    const asked = await whileLocked(async () => {
      const pending = fetch(`${api}/loans`);
      await expect.poll(() => logged('The database answered with 57014.', '"path":"/loans"'), patient).toHaveLength(2);
      return { pending };
    });
    const answer = await asked.pending;
    expect(answer.status).toBe(200);
    expect(answer.headers.get('asbuilt-policy')).toContain('next-instance');
  });

  test('have a GET made once more that failed everywhere', async () => {
    // Chance decides which attempts fail: sooner or later both instances do, and the one after them does not.
    await inject({ service: 'API', effect: { kind: 'status', code: 503, share: 0.4 }, forMs: 120_000 });
    const api = await edgeUrl('Frontend → API');
    const policies = async (): Promise<string> => {
      const answer = await fetch(`${api}/tools`);
      await answer.arrayBuffer();
      return answer.status === 200 ? (answer.headers.get('asbuilt-policy') ?? '') : '';
    };
    await expect.poll(policies, { timeout: 60_000, interval: 5 }).toContain('retry=1');
    await example.asbuilt('fault', 'clear');
  });

  test('go on by their own means without Redis', async () => {
    await example.asbuilt('fault', 'add', 'Redis', 'down', '--for', '5m');
    const api = await edgeUrl('Frontend → API');
    const ask = async (): Promise<unknown> => {
      const answer = await fetch(`${api}/tools`);
      return [answer.status, answer.headers.get('x-answered-from')];
    };
    for (let calls = 0; calls < 4; calls += 1) expect(await ask()).toEqual([200, 'database']);
    const { edges } = await example.status();
    expect(edges.find(({ name }) => name === 'API → Redis')?.failures).toBeGreaterThan(0);
    await example.asbuilt('fault', 'clear');
    await expect.poll(ask, patient).toEqual([200, 'redis']);
  });

  test('keep those signed in who are, while nobody else can sign in', async () => {
    const cookie = await signIn('neighbour');
    await example.asbuilt('fault', 'add', 'Auth', 'down', '--for', '5m');
    const answer = await fetch(`${example.url}/sign-in`, { redirect: 'manual' });
    expect(answer.status).toBeGreaterThanOrEqual(500);
    // Somebody else has it, says the API: it has heard who asks.
    expect((await lend(cookie, 1)).status).toBe(409);
    expect((await lend('session=guessed', 1)).status).toBe(401);
    await example.asbuilt('fault', 'clear');
  });

  test('get no more calls at a time than they are laid out for', async () => {
    const api = await edgeUrl('Frontend → API');
    const leaving = new AbortController();
    // Somebody has the tool, so these wait; there are forty places an instance.
    const waiting = Promise.allSettled(
      Array.from({ length: 80 }, () => fetch(`${api}/tools/1/returned`, { signal: leaving.signal })),
    );
    await expect.poll(() => inFlightOn('Frontend → API'), patient).toBe(80);
    const shed = await fetch(`${api}/tools`);
    leaving.abort();
    expect(shed.status).toBe(503);
    expect(Number(shed.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await shed.json()).toMatchObject({
      edge: 'Frontend → API',
      detail: expect.stringContaining('80 at a time'),
    });
    await waiting;
    await expect.poll(() => inFlightOn('Frontend → API'), patient).toBe(0);
    expect((await fetch(`${api}/tools`)).status).toBe(200);
  });

  test('get no more connections than their database accepts', async () => {
    const address = (await edgeUrl('API → Database')).replace('http://', '');
    const clients: Client[] = [];
    const fill = async (): Promise<unknown> => {
      for (;;) clients.push(await connected(address));
    };
    const refused = await fill().catch((error: unknown) => error);
    await Promise.all(clients.map((client) => client.end()));
    expect(refused).toMatchObject({ code: '53300' });
    expect(clients.length).toBeGreaterThan(20);
    expect(clients.length).toBeLessThanOrEqual(40);
  });

  test('hear nothing of pages of other sites, nor of what is too large', async () => {
    const cookie = await signIn('neighbour');
    const post = (headers: Readonly<Record<string, string>>, body: string): Promise<Response> =>
      fetch(`${example.url}/api/tools/1/loan`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie, ...headers },
        body,
      });
    const borrower = JSON.stringify({ borrower: 'neighbour' });
    expect((await post({ origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }, borrower)).status).toBe(
      403,
    );
    expect((await post({}, JSON.stringify({ borrower: 'x'.repeat(70_000) }))).status).toBe(413);
    expect((await post({}, borrower)).status).toBe(409);
    expect((await fetch(example.url)).headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('are answered for by what the entry still knows while the page is down', async () => {
    expect((await fetch(`${example.url}/api/tools`)).status).toBe(200);
    await example.asbuilt('fault', 'add', 'Frontend', 'down', '--for', '5m');
    const stale = async (): Promise<string> => {
      const answer = await fetch(`${example.url}/api/tools`);
      await answer.arrayBuffer();
      return answer.status === 200 ? (answer.headers.get('asbuilt-policy') ?? '') : '';
    };
    // Until then it is fresh.
    await expect.poll(stale, patient).toContain('fallback=stale');
    await example.asbuilt('fault', 'clear');
    await expect
      .poll(async () => (await fetch(`${example.url}/api/tools`)).headers.get('cache-status'), patient)
      .toContain('fwd=');
  });

  test('are spared by their circuit breaker when they fail, until they do not', async () => {
    const api = await edgeUrl('Frontend → API');
    await example.asbuilt('fault', 'add', 'Database', 'down', '--for', '5m');
    const ask = async (): Promise<Response> => fetch(`${api}/loans`);
    // The answers of the service itself, until so many in a row have failed.
    expect(await (await ask()).json()).toMatchObject({ detail: expect.stringMatching(/^The database /) });
    await expect.poll(async () => (await ask()).headers.get('asbuilt-policy'), patient).toContain('breaker=open');
    const refused = await ask();
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ edge: 'Frontend → API' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await example.asbuilt('fault', 'clear');
    await expect.poll(async () => (await ask()).status, patient).toBe(200);
    await expect
      .poll(async () => {
        await ask();
        return breakerOf('Frontend → API');
      }, patient)
      .toBe('closed');
  });

  test('lose no GET when one of two instances is killed', async () => {
    const api = await edgeUrl('Frontend → API');
    const before = await healthyApis();
    expect(before).toHaveLength(2);
    const statuses: number[] = [];
    const end = new AbortController();
    const caller = async (): Promise<void> => {
      while (!end.signal.aborted) statuses.push((await fetch(`${api}/tools`)).status);
    };
    const callers = Promise.all([caller(), caller()]);
    process.kill(before[0] ?? 0, 'SIGKILL');
    await expect
      .poll(async () => {
        const now = await healthyApis();
        return now.length === 2 && !now.includes(before[0]);
      }, patient)
      .toBe(true);
    end.abort();
    await callers;
    expect(statuses.length).toBeGreaterThan(10);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  test('show a page on which one signs in and borrows', async () => {
    const { result, errors } = await visit(example.url, async (page) => {
      await page.getByRole('link', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Keeper', exact: false }).first().click();
      const row = page.getByRole('row', { name: /Drill/ });
      await row.getByRole('button', { name: 'Borrow' }).click();
      await row.getByRole('button', { name: 'Bring back' }).waitFor();
      return row.innerText();
    });
    expect(result).toContain('with keeper');
    expect(errors).toEqual([]);
  });

  test('hold what their overview says when asbuilt prove looks', async () => {
    // Times differ from those that are stated where the machine is busy; what is wrong stays wrong.
    const proof = await prove().catch(prove).catch(prove);
    expect(proof).toMatch(/\d\d held, 0 did not hold/);
    expect(await readdir(join(example.folder, '.asbuilt/evidence'))).not.toEqual([]);
  }, 300_000);

  test('are asked no more often than stated from one address', async () => {
    let refused: Response | undefined;
    for (let rounds = 0; rounds < 100 && refused === undefined; rounds += 1) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(`${example.url}/healthz`)));
      refused = answers.find(({ status }) => status === 429);
    }
    expect(refused?.headers.get('ratelimit-policy')).toBe('"entry";q=600;w=60');
    expect(refused?.headers.get('ratelimit')).toContain('r=0');
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('are all gone after Ctrl-C', async () => {
    const { services, edges } = await example.status();
    const groups = services.flatMap(({ pid, instances = [] }) =>
      [pid ?? [], instances.map((one) => one.pid ?? [])].flat(2),
    );
    expect(groups.length).toBeGreaterThanOrEqual(5);
    expect(await example.interrupt()).toBe(130);
    expect(groups.filter(groupRuns)).toEqual([]);
    const addresses = [...services, ...edges].flatMap(({ address }) => address ?? []);
    expect(addresses.length).toBeGreaterThanOrEqual(9);
    // A port that was given back may be another test's for a while.
    for (const address of addresses) await expect.poll(() => isRefused(`http://${address}`), patient).toBe(true);
  });
});
