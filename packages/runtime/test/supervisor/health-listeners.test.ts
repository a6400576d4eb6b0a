import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { lookOnce } from '#supervisor/health';
import { freePort } from '../free-port.ts';

const withinMs = 60_000;

test('a try that fails leaves nothing behind, however many there are', async () => {
  const { signal } = new AbortController();
  const address = { host: '127.0.0.1', port: await freePort() };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    expect(await lookOnce({ address, signal, withinMs, path: '/healthz' })).toContain('ECONNREFUSED');
    expect(await lookOnce({ address, signal, withinMs })).toContain('ECONNREFUSED');
  }
  await expect.poll(() => getEventListeners(signal, 'abort').length).toBe(0);
});

test('a try ends at once when nobody waits for it any more', async () => {
  const signal = AbortSignal.abort();
  const address = { host: '127.0.0.1', port: await freePort() };
  expect(await lookOnce({ address, signal, withinMs, path: '/healthz' })).toContain('not waited for');
});
