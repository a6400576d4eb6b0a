import { expect, test } from 'vitest';
import { counting, get, openCached } from './kit.ts';

const browser = { name: 'Browser', ttlMs: 600_000, holds: 'static' } as const;

test.each([
  [{ 'content-type': 'text/css' }, 'max-age=600'],
  [{ 'content-type': 'text/html' }, undefined],
  [{ 'content-type': 'text/css', 'cache-control': 'no-store' }, 'no-store'],
  [
    { 'content-type': 'text/css', 'cache-control': 'public, max-age=31536000, immutable' },
    'public, max-age=600, immutable',
  ],
  [{ 'content-type': 'text/css', 'cache-control': 'max-age=60' }, 'max-age=60'],
  [{ 'content-type': 'text/css', expires: 'Thu, 01 Jan 1970 00:00:00 GMT' }, undefined],
  [{ 'content-type': 'text/css', 'set-cookie': 'a=1' }, undefined],
])('browsers are told how long to keep what the browser tier is for: %j gives %s', async (headers, expected) => {
  const edge = await openCached(await counting(headers), { tiers: [], browser });
  const answer = await get(edge);
  expect(answer.headers['cache-control']).toBe(expected);
  expect(answer.headers).not.toHaveProperty('cache-status');
});

test('what is no file is for the one browser alone', async () => {
  const edge = await openCached(await counting({ 'content-type': 'text/html' }), {
    tiers: [{ name: 'CDN', ttlMs: 60_000, holds: 'anything' }],
    browser: { ...browser, holds: 'anything' },
  });
  const answers = [await get(edge), await get(edge)];
  expect(answers.map(({ body, headers }) => [body, headers['cache-control']])).toEqual([
    ['answer 1', 'private, max-age=600'],
    ['answer 1', 'private, max-age=600'],
  ]);
});
