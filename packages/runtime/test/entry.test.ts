import { expect, test } from 'vitest';
import { oneService, running, sample } from './sample-system.ts';

const profile = `
http_port: PORT
services:
  Web:
    command: node server.mjs
    health: /health
`;

const guarded = `${oneService.overview}
## Security Model

**Data Protection:**

- API security: Rate limiting (4 requests/minute), CSRF protection, security headers, body limit 1KB
`;

test('what section 10 says of the entry is asked of whoever comes from outside, and the service knows nothing of it', async () => {
  const live = await running(await sample(profile, { overview: guarded }));
  const post = (init: RequestInit): Promise<Response> => fetch(live.entryUrl, { method: 'POST', ...init });
  const first = await post({ body: 'small' });
  expect([first.status, first.headers.get('x-content-type-options')]).toEqual([200, 'nosniff']);
  expect(first.headers.get('ratelimit-policy')).toBe('"entry";q=4;w=60');
  expect((await post({ headers: { origin: 'https://evil.example' } })).status).toBe(403);
  expect((await post({ body: 'x'.repeat(1001) })).status).toBe(413);
  expect((await fetch(live.entryUrl)).status).toBe(200);
  const fifth = await fetch(live.entryUrl);
  expect([fifth.status, fifth.headers.get('asbuilt-policy')]).toEqual([429, 'rate-limit=exceeded']);
});
