import { expect, test } from 'vitest';
import { oneService, running, sample } from './sample-system.ts';

const profile = `
http_port: PORT
services:
  Web:
    command: node server.mjs
    health: /health
`;

const cached = `${oneService.overview}
## Caching

**Cache Layers:**

| Layer | Technology | TTL | Use Case |
|---|---|---|---|
| CDN | any | 1h | |
| Application | Redis | 15m | Query results |
| Browser | HTTP cache | 10m | |

**Cache Invalidation:**

- On data updates (immediate)
`;

test('the caches that section 6 states are there, and services that know nothing of them are asked once', async () => {
  const live = await running(await sample(profile, { overview: cached }));
  const ask = async (path: string, method = 'GET') => {
    const answer = await fetch(live.entryUrl + path, { method });
    return { headers: answer.headers, body: await answer.text() };
  };
  const [first, second] = [await ask('/page'), await ask('/page')];
  expect(first.headers.get('cache-status')).toBe('CDN; fwd=uri-miss; fwd-status=200; stored');
  expect(second.headers.get('cache-status')).toMatch(/^CDN; hit; ttl=3[56]\d\d$/);
  expect(second.headers.get('cache-control')).toBe('private, max-age=600');
  expect(second.body).toBe(first.body);
  expect(JSON.parse(first.body)).toMatchObject({ env: { ASBUILT_CACHES: '{"Application":900000}' } });
  await ask('/page', 'POST');
  expect((await ask('/page')).headers.get('cache-status')).toContain('fwd=uri-miss');
});
