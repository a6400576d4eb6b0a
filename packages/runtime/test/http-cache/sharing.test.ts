import http from 'node:http';
import { expect, test } from 'vitest';
import { type Answer, ask, send, sleep, until } from '../gateway/kit.ts';
import { acts, get, oneTier, openCached, startOrigin } from './kit.ts';

const many = (count: number, one: (index: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => one(index)));

test('a cold address that is asked for 1,000 times at once reaches the origin once', async () => {
  const held: http.ServerResponse[] = [];
  const origin = await startOrigin((_request, response) => void held.push(response));
  const edge = await openCached(origin);
  const asked = many(1000, () => ask(edge));
  while (edge.status().inFlight < 1000) await sleep(10);
  held[0]?.end('once');
  const answers = await asked;
  expect(origin.asked).toBe(1);
  expect(new Set(answers.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['200 once']));
  expect(await acts(edge)).toEqual({ miss: 1, coalesced: 999 });
  const said = new Map<unknown, number>();
  for (const { headers } of answers) said.set(headers['cache-status'], (said.get(headers['cache-status']) ?? 0) + 1);
  expect(Object.fromEntries(said)).toEqual({
    'CDN; fwd=uri-miss; fwd-status=200; stored': 1,
    'CDN; fwd=uri-miss; collapsed': 999,
  });
});

test('requests that differ in what the answer varies by are not mixed, and each of them reaches the origin once', async () => {
  const origin = await startOrigin((request, response) => {
    setTimeout(() => {
      response.writeHead(200, { vary: 'accept-language', 'cache-control': 'max-age=60' });
      response.end(request.headers['accept-language']);
    }, 100);
  });
  const edge = await openCached(origin);
  const languages = ['de', 'fr', 'it'];
  const answers = await many(60, (index) => get(edge, '/', { 'accept-language': languages[index % 3] ?? '' }));
  expect(answers.map(({ body }) => body)).toEqual(answers.map((_, index) => languages[index % 3]));
  expect(origin.asked).toBe(3);
});

test('who waits for an answer that is for one user alone goes on to the origin', async () => {
  const origin = await startOrigin((_request, response) => {
    const number = origin.asked;
    setTimeout(() => {
      response.writeHead(200, { 'cache-control': 'private' });
      response.end(String(number));
    }, 50);
  });
  const edge = await openCached(origin);
  const answers = await many(20, () => get(edge));
  expect(new Set(answers.map(({ body }) => body)).size).toBe(20);
  const begun = performance.now();
  await many(5, () => get(edge));
  expect([origin.asked, performance.now() - begun < 30_000]).toEqual([25, true]);
});

test('when the origin fails, all who wait are told at once, and the next one tries again', async () => {
  const held: http.ServerResponse[] = [];
  const origin = await startOrigin((_request, response) => void held.push(response));
  const edge = await openCached(origin);
  const asked = many(50, () => get(edge));
  await until(() => edge.status().inFlight === 50 && held.length === 1, 'all of them wait');
  held[0]?.writeHead(500).end('broken');
  const answers = await asked;
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([500]));
  expect(origin.asked).toBe(1);
  expect(JSON.parse(answers.at(-1)?.body ?? '')).toMatchObject({ type: 'urn:asbuilt:problem:shared' });
  origin.answer = (_request, response) => void response.end('well');
  expect((await get(edge)).body).toBe('well');
});

test('a connection that breaks under the first one is no reason to ask the origin for each of the others', async () => {
  const held: http.IncomingMessage[] = [];
  const origin = await startOrigin((request) => void held.push(request));
  const edge = await openCached(origin);
  const asked = many(50, () => get(edge));
  await until(() => edge.status().inFlight === 50 && held.length === 1, 'all of them wait');
  held[0]?.socket.destroy();
  const answers = await asked;
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([502]));
  expect(origin.asked).toBe(1);
});

test('a client that leaves does not break the answer for those who wait for it', async () => {
  const held: http.ServerResponse[] = [];
  const origin = await startOrigin((_request, response) => void held.push(response));
  const edge = await openCached(origin);
  const leaver = http.get({ host: edge.host, port: edge.port, agent: false });
  leaver.on('error', () => undefined);
  await until(() => origin.asked === 1, 'the first one is on its way');
  const others = many(10, () => get(edge));
  await until(() => edge.status().inFlight === 11, 'the others wait');
  leaver.destroy();
  await sleep(200);
  held[0]?.end('whole');
  expect((await others).map(({ body }) => body)).toEqual(Array.from({ length: 10 }, () => 'whole'));
  expect(origin.asked).toBe(1);
  await until(() => edge.status().inFlight === 0, 'nothing is left under way');
  await until(() => edge.lines().some(({ status }) => status === 499), 'the one who left is in the log');
});

test('a client that leaves alone takes its request back, and one that leaves in the middle leaves the answer to the cache', async () => {
  const held: http.ServerResponse[] = [];
  const origin = await startOrigin((request, response) => {
    if (request.url === '/never') return;
    response.write('half, ');
    held.push(response);
  });
  const edge = await openCached(origin);
  const alone = http.get({ host: edge.host, port: edge.port, agent: false, path: '/never' });
  alone.on('error', () => undefined);
  await until(() => origin.connections() === 1, 'it is on its way');
  alone.destroy();
  await until(() => origin.connections() === 0, 'it was taken back');
  const response = await send(edge, { path: '/half', agent: false });
  await new Promise((resolve) => response.once('data', resolve));
  response.destroy();
  await sleep(200);
  held[0]?.end('whole');
  await until(async () => (await edge.options.telemetry.metrics.text()).includes('code="499"} 2'), 'it left');
  const after = await get(edge, '/half');
  expect([after.body, origin.asked]).toEqual(['half, whole', 2]);
});

test('a slow reader does not hold up those who wait for the same answer', async () => {
  const body = Buffer.alloc(3_000_000, 'x');
  const origin = await startOrigin((_request, response) => void setTimeout(() => response.end(body), 100));
  const edge = await openCached(origin);
  const slow = send(edge, { agent: false });
  await until(() => origin.asked === 1, 'the slow one is on its way');
  const other = await get(edge);
  expect([other.body.length, origin.asked]).toEqual([body.length, 1]);
  (await slow).destroy();
});

test('what is larger than a cache takes passes with backpressure, and those who wait go on by themselves', async () => {
  const size = 12_000_000;
  const origin = await startOrigin((_request, response) => {
    setTimeout(() => {
      response.write(Buffer.alloc(size / 2, 'x'));
      response.end(Buffer.alloc(size / 2, 'y'));
    }, 100);
  });
  const edge = await openCached(origin);
  const answers = await many(3, () => get(edge));
  expect(answers.map(({ body }) => body.length)).toEqual([size, size, size]);
  expect(origin.asked).toBe(3);
  await get(edge);
  expect(origin.asked).toBe(4);
});

test('who has waited as long as the edge allows is told so; who came late still gets an answer', async () => {
  const origin = await startOrigin((_request, response) => {
    if (origin.asked > 1) response.end('late');
  });
  const edge = await openCached(origin, oneTier, { timeoutMs: 1500 });
  const first = get(edge);
  await until(() => origin.asked === 1, 'the first one is on its way');
  await sleep(1100);
  const late = get(edge);
  expect([(await first).status, (await late).body]).toEqual([504, 'late']);
});

test('an answer that breaks off in the middle is not kept', async () => {
  const origin = await startOrigin((_request, response) => {
    if (origin.asked > 1) {
      response.end('whole');
      return;
    }
    response.writeHead(200, { 'content-length': 100 });
    response.write('half');
    setTimeout(() => response.destroy(), 50);
  });
  const edge = await openCached(origin);
  await expect(get(edge)).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  expect((await get(edge)).body).toBe('whole');
});
