import { expect, test } from 'vitest';
import { ask } from '../gateway/kit.ts';
import { acts, counting, get, oneTier, openCached, startOrigin } from './kit.ts';

test('an answer whose origin says nothing is kept for as long as the document states', async () => {
  const origin = await counting({ 'content-type': 'text/plain' });
  const edge = await openCached(origin);
  const first = await get(edge);
  expect(first.headers['cache-status']).toBe('CDN; fwd=uri-miss; fwd-status=200; stored');
  edge.pass(50_000);
  const second = await get(edge);
  expect([second.body, second.headers['age']]).toEqual(['answer 1', expect.stringMatching(/^5\d$/)]);
  expect(second.headers['cache-status']).toMatch(/^CDN; hit; ttl=\d+$/);
  edge.pass(10_500);
  const third = await get(edge);
  expect([third.body, third.headers['cache-status']]).toEqual(['answer 2', 'CDN; fwd=stale; fwd-status=200; stored']);
  expect(await acts(edge)).toEqual({ hit: 1, miss: 2 });
});

test('an origin is believed about how long an answer is fresh, up to what the document states', async () => {
  const short = await counting({ 'cache-control': 'max-age=10' });
  const edge = await openCached(short);
  await get(edge);
  edge.pass(9000);
  expect((await get(edge)).body).toBe('answer 1');
  edge.pass(1500);
  expect((await get(edge)).body).toBe('answer 2');
  const long = await counting({ 'cache-control': 'public, max-age=31536000, immutable' });
  const bounded = await openCached(long);
  await get(bounded);
  edge.pass(0);
  bounded.pass(61_000);
  expect((await get(bounded)).body).toBe('answer 2');
});

test.each([
  { 'cache-control': 'no-store' },
  { 'cache-control': 'No-Store' },
  { 'cache-control': 'private, max-age=60' },
  { 'cache-control': 'private="x-user"' },
  { 'cache-control': 'no-cache' },
  { 'cache-control': 'max-age=0' },
  { 'cache-control': 'max-age=60, max-age=0' },
  { 'cache-control': 'max-age=lots' },
  { 'cache-control': 's-maxage=0, max-age=60' },
  { pragma: 'no-cache' },
  { expires: '0' },
  { expires: '2099' },
  { expires: 'Thu, 01 Jan 1970 00:00:00 GMT' },
  { vary: '*' },
  { vary: 'accept, *' },
  { 'set-cookie': 'id=1', 'cache-control': 'public, max-age=60' },
  { 'content-type': 'text/event-stream' },
])('what must not be given to others is asked for each time: %j', async (headers) => {
  const edge = await openCached(await counting(headers));
  expect([(await get(edge)).body, (await get(edge)).body]).toEqual(['answer 1', 'answer 2']);
});

test.each([
  [{ 'cache-control': 's-maxage=60, max-age=0' }],
  [{ 'cache-control': 'max-age="60"' }],
  [{ 'cache-control': 'MAX-AGE=60' }],
  [{ 'cache-control': 'must-revalidate, max-age=60' }],
  [{ expires: new Date(Date.now() + 3_600_000).toUTCString() }],
  [{ pragma: 'no-cache', 'cache-control': 'max-age=60' }],
])('what may be given to others is: %j', async (headers) => {
  const edge = await openCached(await counting(headers));
  expect([(await get(edge)).body, (await get(edge)).body]).toEqual(['answer 1', 'answer 1']);
});

test('how old an answer was when it came counts, by Age and by Date', async () => {
  const aged = await openCached(await counting({ 'cache-control': 'max-age=60', age: '50' }));
  await get(aged);
  aged.pass(5000);
  expect((await get(aged)).headers['age']).toBe('55');
  aged.pass(6000);
  expect((await get(aged)).body).toBe('answer 2');
  const old = await openCached(
    await counting({ 'cache-control': 'max-age=60', date: new Date(Date.now() - 61_000).toUTCString() }),
  );
  await get(old);
  expect((await get(old)).body).toBe('answer 2');
});

test('the answer to one who says who they are is for them alone, unless the origin says otherwise', async () => {
  const silent = await openCached(await counting({ 'content-type': 'text/html' }));
  const asAnna = { cookie: 'user=anna' };
  expect([(await get(silent, '/', asAnna)).body, (await get(silent)).body]).toEqual(['answer 1', 'answer 2']);
  expect((await get(silent, '/', asAnna)).body).toBe('answer 3');
  expect((await get(silent)).body).toBe('answer 2');
  const token = { authorization: 'Bearer t' };
  const timed = await openCached(await counting({ 'cache-control': 'max-age=60' }));
  expect([(await get(timed, '/', token)).body, (await get(timed)).body]).toEqual(['answer 1', 'answer 2']);
  expect((await get(timed, '/', token)).body).toBe('answer 3');
  const open = await openCached(await counting({ 'cache-control': 'public, max-age=60' }));
  expect([(await get(open, '/', token)).body, (await get(open, '/', asAnna)).body]).toEqual(['answer 1', 'answer 1']);
});

test('a static file is the same for all, with and without cookies', async () => {
  const edge = await openCached(await counting({ 'content-type': 'text/css' }));
  const bodies = [
    (await get(edge, '/', { cookie: 'a=1' })).body,
    (await get(edge)).body,
    (await get(edge, '/', { cookie: 'a=2' })).body,
  ];
  expect(bodies).toEqual(['answer 1', 'answer 1', 'answer 1']);
});

test('errors and "not found" are not kept unless the origin says so', async () => {
  const origin = await startOrigin((request, response) => {
    const isTimed = request.url === '/timed';
    response.writeHead(404, isTimed ? { 'cache-control': 'max-age=60' } : {});
    response.end(String(origin.asked));
  });
  const edge = await openCached(origin);
  expect([(await get(edge)).body, (await get(edge)).body]).toEqual(['1', '2']);
  expect([(await get(edge, '/timed')).body, (await get(edge, '/timed')).body]).toEqual(['3', '3']);
});

test('two tiers: the one for static files and the one for answers each keep what they are for, and both are named', async () => {
  const cache = {
    tiers: [
      { name: 'CDN', ttlMs: 3_600_000, holds: 'static' },
      { name: 'Edge', ttlMs: 60_000, holds: 'answers' },
    ],
  } as const;
  const origin = await startOrigin((request, response) => {
    response.writeHead(200, { 'content-type': request.url === '/a.css' ? 'text/css' : 'application/json' });
    response.end(`answer ${origin.asked}`);
  });
  const edge = await openCached(origin, cache);
  expect((await get(edge, '/a.css')).headers['cache-status']).toBe(
    'Edge; fwd=uri-miss; fwd-status=200, CDN; fwd=uri-miss; fwd-status=200; stored',
  );
  expect((await get(edge, '/a.css')).headers['cache-status']).toMatch(/^CDN; hit; ttl=3[56]\d\d$/);
  await get(edge, '/posts');
  expect((await get(edge, '/posts')).headers['cache-status']).toMatch(/^Edge; hit; ttl=\d+, CDN; fwd=uri-miss$/);
  edge.pass(61_000);
  expect([(await get(edge, '/a.css')).body, (await get(edge, '/posts')).body]).toEqual(['answer 1', 'answer 3']);
});

test('parts, conditions on the origin, other methods and what asks not to be stored go by', async () => {
  const edge = await openCached(await counting({ 'cache-control': 'max-age=60' }));
  await get(edge);
  for (const headers of [{ range: 'bytes=0-1' }, { 'if-match': '"1"' }, { 'cache-control': 'no-store' }]) {
    const { headers: answered, body } = await get(edge, '/', headers);
    expect([answered['cache-status'], body === 'answer 1']).toEqual(['CDN; fwd=bypass; fwd-status=200', false]);
  }
  expect((await ask(edge, { method: 'OPTIONS' })).body).toBe('answer 5');
  expect((await get(edge)).body).toBe('answer 1');
  expect(await acts(edge)).toMatchObject({ bypass: 4, hit: 1, miss: 1 });
});

test('HEAD is answered from what GET brought, without its body', async () => {
  const edge = await openCached(await counting({ 'cache-control': 'max-age=60', etag: '"1"' }));
  await get(edge);
  const head = await ask(edge, { method: 'HEAD' });
  expect([head.body, head.headers['content-length'], head.headers['etag']]).toEqual(['', '8', '"1"']);
  expect(head.headers['cache-status']).toMatch(/^CDN; hit/);
});

test('only-if-cached is answered from the cache or not at all', async () => {
  const edge = await openCached(await counting({ 'cache-control': 'max-age=60' }));
  const onlyIf = { 'cache-control': 'only-if-cached' };
  const none = await get(edge, '/', onlyIf);
  expect([none.status, JSON.parse(none.body)]).toMatchObject([504, { type: 'urn:asbuilt:problem:not-cached' }]);
  await get(edge);
  expect((await get(edge, '/', onlyIf)).body).toBe('answer 1');
});

test('who asks for something newer gets it, and who takes something older gets that', async () => {
  const edge = await openCached(await counting({ 'cache-control': 'max-age=60' }));
  await get(edge);
  edge.pass(20_000);
  expect((await get(edge, '/', { 'cache-control': 'max-age=30' })).body).toBe('answer 1');
  expect((await get(edge, '/', { 'cache-control': 'min-fresh=50' })).body).toBe('answer 2');
  edge.pass(20_000);
  expect((await get(edge, '/', { 'cache-control': 'max-age=10' })).body).toBe('answer 3');
  expect((await get(edge, '/', { 'cache-control': 'no-cache' })).body).toBe('answer 4');
  expect((await get(edge, '/', { pragma: 'no-cache' })).body).toBe('answer 5');
  edge.pass(70_000);
  expect((await get(edge, '/', { 'cache-control': 'max-stale=60' })).body).toBe('answer 5');
  expect((await get(edge, '/', { 'cache-control': 'max-stale=5' })).body).toBe('answer 6');
});

test('what varies by headers is kept once for each of their values', async () => {
  const origin = await startOrigin((request, response) => {
    response.writeHead(200, { vary: 'Accept-Language', 'cache-control': 'max-age=60' });
    response.end(`${request.headers['accept-language'] ?? 'none'} ${origin.asked}`);
  });
  const edge = await openCached(origin);
  const inLanguage = async (language: string) => (await get(edge, '/', { 'accept-language': language })).body;
  expect([await inLanguage('de'), await inLanguage('fr'), await inLanguage('de'), await inLanguage('fr')]).toEqual([
    'de 1',
    'fr 2',
    'de 1',
    'fr 2',
  ]);
  expect((await get(edge)).headers['cache-status']).toContain('fwd=vary-miss');
});

test('what a proxy that is believed says of the address is part of the address: nobody poisons what others get', async () => {
  const origin = await startOrigin((request, response) => {
    response.end(`host ${String(request.headers['x-forwarded-host'])}`);
  });
  const edge = await openCached(origin, oneTier, { guard: { trustedProxies: 1 } });
  expect((await get(edge, '/', { 'x-forwarded-host': 'evil.example' })).body).toContain('evil');
  expect((await get(edge)).body).not.toContain('evil');
  expect((await get(edge, '/', { forwarded: 'host=evil.example' })).headers['cache-status']).toContain('uri-miss');
});

test('what others say of the address reaches no origin, and changes neither what is kept nor what is dropped', async () => {
  const origin = await startOrigin((request, response) => {
    response.end(`host ${String(request.headers['x-forwarded-host'])} ${origin.asked}`);
  });
  const edge = await openCached(origin);
  const evil = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'gopher', forwarded: 'host=evil.example' };
  const { body } = await get(edge, '/', evil);
  expect(body).not.toContain('evil');
  expect((await get(edge)).body).toBe(body);
  await ask(edge, { method: 'POST', headers: evil });
  expect((await get(edge)).headers['cache-status']).toContain('uri-miss');
});

test('a request that some services take for one of another address passes by', async () => {
  const origin = await startOrigin((request, response) => {
    response.end(String(request.headers['x-original-url'] ?? request.url));
  });
  const edge = await openCached(origin);
  const answer = await get(edge, '/page', { 'x-original-url': '/admin' });
  expect([answer.body, answer.headers['cache-status']]).toEqual(['/admin', 'CDN; fwd=bypass; fwd-status=200']);
  expect((await get(edge, '/page')).body).toBe('/page');
  expect((await get(edge, '/page', { 'x-rewrite-url': '/admin' })).headers['cache-status']).toContain('fwd=bypass');
});

test('an edge that states no cache says nothing of one', async () => {
  const origin = await counting({ 'cache-control': 'max-age=60' });
  const edge = await openCached(origin, oneTier, {});
  const { cache: _, ...without } = edge.plan;
  const plain = await openCached(origin, { tiers: [] }, without);
  expect((await get(plain)).headers).not.toHaveProperty('cache-status');
  expect((await get(plain)).body).toBe('answer 2');
});

test('how much is kept in all, and how large an answer may be, the profile may say', async () => {
  const origin = await startOrigin((request, response) => {
    response.writeHead(200, { 'cache-control': 'max-age=60' });
    response.end('x'.repeat(Number(request.url?.slice(1))));
  });
  const tiers = [{ name: 'CDN', ttlMs: 60_000, holds: 'anything', maxBytes: 10_000 }] as const;
  const edge = await openCached(origin, { tiers, maxAnswerBytes: 5_000 });
  for (const path of ['/4000', '/5001', '/4000', '/5001']) await get(edge, path);
  expect(origin.asked).toBe(3);
  // Another one finds room, the next one does not: what was not asked for the longest goes.
  for (const path of ['/3001', '/3002', '/3001', '/3002', '/4000']) await get(edge, path);
  expect(origin.asked).toBe(6);
  expect(edge.cache?.tiers[0]?.bytes).toBeLessThanOrEqual(10_000);
});
