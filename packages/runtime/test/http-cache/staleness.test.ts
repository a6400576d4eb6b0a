import type http from 'node:http';
import { expect, test } from 'vitest';
import { breaker, until } from '../gateway/kit.ts';
import { acts, counting, get, oneTier, openCached, startOrigin } from './kit.ts';

const forgiving = { ...oneTier, staleIfError: true } as const;

test('what is stale is asked about, and what has not changed is not sent again', async () => {
  const origin = await startOrigin((request, response) => {
    const isSame = request.headers['if-none-match'] === '"1"';
    response.writeHead(isSame ? 304 : 200, { etag: '"1"', 'x-number': String(origin.asked) });
    response.end(isSame ? undefined : 'the same');
  });
  const edge = await openCached(origin);
  await get(edge);
  edge.pass(61_000);
  const asked = await get(edge);
  expect([asked.status, asked.body, asked.headers['x-number'], asked.headers['cache-status']]).toEqual([
    200,
    'the same',
    '2',
    'CDN; fwd=stale; fwd-status=304; stored',
  ]);
  expect((await get(edge)).headers['cache-status']).toMatch(/^CDN; hit/);
  expect(origin.asked).toBe(2);
  expect(edge.status().failures).toBe(0);
});

test('a client that has the answer already is told so by the cache, by tag and by date', async () => {
  const modified = 'Mon, 02 Nov 2026 10:00:00 GMT';
  const edge = await openCached(await counting({ etag: '"a"', 'last-modified': modified, 'x-large': 'x' }));
  await get(edge);
  const byTag = await get(edge, '/', { 'if-none-match': '"b", W/"a"' });
  expect([byTag.status, byTag.body, byTag.headers['etag'], byTag.headers['x-large']]).toEqual([
    304,
    '',
    '"a"',
    undefined,
  ]);
  expect((await get(edge, '/', { 'if-none-match': '"b"' })).status).toBe(200);
  expect((await get(edge, '/', { 'if-modified-since': modified })).status).toBe(304);
  expect((await get(edge, '/', { 'if-modified-since': 'yesterday' })).status).toBe(200);
  expect((await get(edge, '/', { 'if-none-match': '"b"', 'if-modified-since': modified })).status).toBe(200);
});

test('the first one who asks with a condition brings the whole answer for all', async () => {
  const origin = await startOrigin((request, response) => {
    response.writeHead(request.headers['if-none-match'] === undefined ? 200 : 304, { etag: '"1"' });
    response.end();
  });
  const edge = await openCached(origin);
  expect((await get(edge, '/', { 'if-none-match': '"1"' })).status).toBe(200);
  expect((await get(edge, '/', { 'if-none-match': '"1"' })).status).toBe(304);
  expect(origin.asked).toBe(1);
});

test('what an origin wants asked about each time is asked about each time, and only that', async () => {
  const origin = await startOrigin((request, response) => {
    const isSame = request.headers['if-none-match'] === '"1"';
    response.writeHead(isSame ? 304 : 200, { etag: '"1"', 'cache-control': 'no-cache' });
    response.end(isSame ? undefined : 'same');
  });
  const edge = await openCached(origin);
  await get(edge);
  const answers = await Promise.all([get(edge), get(edge), get(edge)]);
  expect([answers.map(({ body }) => body), origin.asked]).toEqual([['same', 'same', 'same'], 4]);
});

test('stale-while-revalidate: the stale answer is given at once, and one call in the background brings the new one', async () => {
  const held: (() => void)[] = [];
  const origin = await startOrigin((_request, response) => {
    const number = origin.asked;
    const answer = (): void => {
      response.writeHead(200, { 'cache-control': 'max-age=10, stale-while-revalidate=30' });
      response.end(`answer ${number}`);
    };
    if (number === 1) answer();
    else held.push(answer);
  });
  const edge = await openCached(origin);
  await get(edge);
  edge.pass(12_000);
  const stale = await Promise.all([get(edge), get(edge), get(edge)]);
  expect(stale.map(({ body }) => body)).toEqual(['answer 1', 'answer 1', 'answer 1']);
  expect(stale[0]?.headers['cache-status']).toMatch(/^CDN; hit; ttl=-\d$/);
  await until(() => held.length === 1, 'the origin is asked');
  held[0]?.();
  await until(async () => (await get(edge)).body === 'answer 2', 'the new one is there');
  expect(origin.asked).toBe(2);
  expect(edge.status()).toMatchObject({ inFlight: 0, failures: 0 });
  expect((await acts(edge))['stale']).toBeGreaterThanOrEqual(3);
});

test('while the origin fails, the last answer is given where the document says so, and named', async () => {
  const origin = await counting({ 'content-type': 'text/plain' });
  const edge = await openCached(origin, forgiving, { breaker });
  await get(edge);
  edge.pass(120_000);
  origin.answer = (_request, response) => void response.writeHead(503).end();
  const failed = await get(edge);
  expect([failed.status, failed.body, failed.headers['asbuilt-policy']]).toEqual([200, 'answer 1', 'fallback=stale']);
  expect(failed.headers['cache-status']).toMatch(/^CDN; hit; ttl=-6\d$/);
  await origin.stop();
  for (let call = 0; call < 4; call += 1) expect((await get(edge)).body).toBe('answer 1');
  const open = await get(edge);
  expect([open.body, edge.status().breaker]).toEqual(['answer 1', 'open']);
  expect((await get(edge, '/other')).status).toBe(503);
  expect((await acts(edge))['stale']).toBe(6);
});

test('all who wait get the last answer when the origin fails', async () => {
  const origin = await counting({ 'content-type': 'text/plain' });
  const edge = await openCached(origin, forgiving);
  await get(edge);
  edge.pass(120_000);
  const held: http.ServerResponse[] = [];
  origin.answer = (_request, response) => void held.push(response);
  const asked = Array.from({ length: 20 }, () => get(edge));
  await until(() => edge.status().inFlight === 20 && held.length === 1, 'all of them wait');
  held[0]?.writeHead(500).end();
  const answers = await Promise.all(asked);
  expect(new Set(answers.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['200 answer 1']));
  expect(origin.asked).toBe(2);
});

test.each([
  'must-revalidate, max-age=1',
  'proxy-revalidate, max-age=1',
  's-maxage=1',
  'no-cache',
  'max-age=1, stale-if-error=0',
])('stale answers are not given where the origin forbids it: %s', async (control) => {
  const origin = await counting({ 'cache-control': control, etag: '"1"' });
  const edge = await openCached(origin, forgiving);
  await get(edge);
  edge.pass(5000);
  origin.answer = (_request, response) => void response.writeHead(500).end();
  expect((await get(edge)).status).toBe(500);
});

test('without a word in the document an error is an error, unless the origin itself says for how long not', async () => {
  const silent = await counting({});
  const strict = await openCached(silent);
  const lenient = await counting({ 'cache-control': 'max-age=10, stale-if-error=60' });
  const edge = await openCached(lenient);
  await Promise.all([get(strict), get(edge)]);
  for (const origin of [silent, lenient]) origin.answer = (_request, response) => void response.writeHead(500).end();
  strict.pass(61_000);
  edge.pass(61_000);
  expect([(await get(strict)).status, (await get(edge)).status]).toEqual([500, 200]);
  edge.pass(11_000);
  expect((await get(edge)).status).toBe(500);
});

test('while a cache itself fails, the origin is asked directly where the document says so, and nobody is answered where not', async () => {
  const direct = await openCached(await counting({}), { ...oneTier, directOrigin: true });
  const without = await openCached(await counting({}));
  const answers = [];
  for (const edge of [direct, without]) {
    await get(edge);
    const now = edge.options.now();
    edge.faults.add({ edge: 'CDN', effect: { kind: 'refuse' }, endsAtMs: now + 5000 }, now);
    answers.push(await get(edge));
    edge.pass(5001);
    answers.push(await get(edge));
  }
  expect(
    answers.map(({ status, body, headers }) => [status, status === 200 ? body : '', headers['asbuilt-policy']]),
  ).toEqual([
    [200, 'answer 2', 'fallback=direct-origin'],
    [200, 'answer 1', undefined],
    [502, '', 'fault=cache'],
    [200, 'answer 1', undefined],
  ]);
});
