import { expect, test } from 'vitest';
import type { Purge } from '#http-cache/purge';
import { ask, type TestEdge, until } from '../gateway/kit.ts';
import { get, openCached, startOrigin } from './kit.ts';

/** Answers with how often it was asked; POST changes what it says. */
async function blog(headers: Record<string, string> = {}) {
  const origin = await startOrigin((request, response) => {
    const isWrite = request.method !== 'GET';
    const status = request.url === '/fail' || request.headers['x-fail'] !== undefined ? 400 : 200;
    response.writeHead(
      isWrite ? status : 200,
      isWrite ? headers : { 'cache-control': 'max-age=60', 'cache-tag': `posts, user-1`, 'surrogate-key': 'feed home' },
    );
    response.end(String(origin.asked));
  });
  return origin;
}

test('a call that changes something empties what is kept of its address at once', async () => {
  const edge = await openCached(await blog());
  expect([(await get(edge, '/posts')).body, (await get(edge, '/other')).body]).toEqual(['1', '2']);
  const write = await ask(edge, { method: 'POST', path: '/posts', body: 'new' });
  expect(write.headers['cache-status']).toBe('CDN; fwd=method; fwd-status=200');
  expect([(await get(edge, '/posts')).body, (await get(edge, '/other')).body]).toEqual(['4', '2']);
  await ask(edge, { method: 'DELETE', path: '/posts', headers: { 'x-fail': '1' } });
  expect((await get(edge, '/posts')).body).toBe('4');
});

test('what its answer names is emptied too, on the same host only', async () => {
  const edge = await openCached(
    await blog({ location: '/posts/7', 'content-location': 'http://elsewhere.example/other' }),
  );
  await Promise.all([get(edge, '/posts/7'), get(edge, '/other')]);
  await ask(edge, { method: 'PUT', path: '/posts' });
  expect([(await get(edge, '/posts/7')).body, (await get(edge, '/other')).headers['age']]).toEqual(['4', '0']);
});

test('a service names what its change concerns by tag', async () => {
  const edge = await openCached(await blog({ 'cache-group-invalidation': '"posts", "x"' }));
  await get(edge, '/feed');
  await ask(edge, { method: 'POST', path: '/elsewhere' });
  expect((await get(edge, '/feed')).body).toBe('3');
});

function dropped({ cache }: TestEdge, purge: Purge): number | undefined {
  return cache?.drop({ purge }).count;
}

test('by hand: a path, all that begins with it, a tag of either kind, or everything', async () => {
  const edge = await openCached(await blog());
  const paths = ['/a', '/a?page=2', '/a/b', '/c'];
  const fill = () => Promise.all(paths.map((path) => get(edge, path)));
  await fill();
  expect(dropped(edge, { path: '/a' })).toBe(2);
  await fill();
  expect(dropped(edge, { path: '/a?page=2' })).toBe(1);
  await fill();
  expect(dropped(edge, { path: '/a*' })).toBe(3);
  await fill();
  expect(dropped(edge, { tag: 'user-1' })).toBe(4);
  await fill();
  expect(dropped(edge, { tag: 'feed' })).toBe(4);
  expect(dropped(edge, { tag: 'feed' })).toBe(0);
  await fill();
  expect(dropped(edge, { all: true })).toBe(4);
});

test('an answer that was under way when something changed is not kept: it may be the one of before', async () => {
  const held: (() => void)[] = [];
  const origin = await startOrigin((request, response) => {
    const number = origin.asked;
    const answer = (): void => void response.writeHead(200, { 'cache-control': 'max-age=60' }).end(String(number));
    if (request.method === 'GET' && number === 1) held.push(answer);
    else answer();
  });
  const edge = await openCached(origin);
  const early = get(edge, '/posts');
  await until(() => origin.asked === 1, 'it is under way');
  await ask(edge, { method: 'POST', path: '/posts' });
  const after = await get(edge, '/posts');
  held[0]?.();
  expect([(await early).body, after.body, (await get(edge, '/posts')).body]).toEqual(['1', '3', '3']);
});
