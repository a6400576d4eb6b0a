import net from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { headerOf } from './identity-kit.ts';
import { ask, openEdge, startService, type TestEdge } from './kit.ts';
import { problemOf, sendRaw } from './raw.ts';

/** An entry, its service, and somebody else who listens near by and must never be called. */
async function openNearTrap(guard: Partial<NonNullable<TestEdge['plan']['guard']>> = {}) {
  const seen: string[][] = [];
  const service = await startService((request, response) => {
    seen.push([request.method ?? '', request.url ?? '', ...request.rawHeaders]);
    response.end('answer');
  });
  let trapped = 0;
  const trap = net.createServer((socket) => {
    trapped += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => trap.close(() => resolve())));
  const address = trap.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const edge = await openEdge({ entry: true, target: service.target, guard: { trustedProxies: 0, ...guard } });
  return { edge, seen, trap: `127.0.0.1:${port}`, trapped: () => trapped };
}

const one = (target: string, host: string, ...more: readonly string[]): string =>
  [`GET ${target} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...more, '', ''].join('\r\n');

describe('whom a request reaches is never up to the client', () => {
  test('by the host that it names', async () => {
    const { edge, seen, trap, trapped } = await openNearTrap();
    for (const host of [trap, '169.254.169.254', 'localhost', 'metadata.google.internal', '[::1]', '0x7f.1'])
      expect(await sendRaw(edge, one('/', host))).toMatch(/^HTTP\/1\.1 200 /);
    expect(seen.map((request) => headerOf(request, 'host')[0])).toContain(trap);
    expect([seen.length, trapped()]).toEqual([6, 0]);
  });

  test('by a whole address as its target', async () => {
    const { edge, seen, trap, trapped } = await openNearTrap();
    expect(await sendRaw(edge, one(`http://${trap}/secret?a=b`, trap))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await sendRaw(edge, one(`HTTP://${trap}`, trap))).toMatch(/^HTTP\/1\.1 200 /);
    expect(seen.map(([, url]) => url)).toEqual(['/secret?a=b', '/']);
    expect(trapped()).toBe(0);
  });

  test('by a path that looks like an address', async () => {
    const { edge, seen, trap, trapped } = await openNearTrap();
    for (const target of [`//${trap}/x`, `/\\${trap}/x`, `/http://${trap}/`, `/@${trap}/`, `/?url=http://${trap}/`])
      expect(await sendRaw(edge, one(target, 'x'))).toMatch(/^HTTP\/1\.1 200 /);
    expect([seen.length, trapped()]).toEqual([5, 0]);
  });

  test.each([
    ['two hosts', (trap: string) => one('/', 'x', `Host: ${trap}`)],
    ['a list of hosts', (trap: string) => one('/', `x, ${trap}`)],
    ['a user', (trap: string) => one('/', `x@${trap}`)],
    ['a path', (trap: string) => one('/', `${trap}/x`)],
    ['a host with spaces', (trap: string) => one('/', `x ${trap}`)],
    ['none', () => 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['another host than its target', (trap: string) => one(`http://${trap}/`, 'x')],
    ['a user in its target', (trap: string) => one(`http://x@${trap}/`, 'x')],
    ['a file', () => one('file:///etc/passwd', 'x')],
    ['another protocol', (trap: string) => one(`gopher://${trap}/`, trap)],
  ])('a request that names %s is refused', async (_name, request) => {
    const { edge, seen, trap, trapped } = await openNearTrap();
    expect(await sendRaw(edge, request(trap))).toMatch(/^HTTP\/1\.1 400 /);
    expect([seen.length, trapped()]).toEqual([0, 0]);
  });

  test('by CONNECT, as if it were a proxy', async () => {
    const { edge, seen, trap, trapped } = await openNearTrap();
    expect(await sendRaw(edge, `CONNECT ${trap} HTTP/1.1\r\nHost: ${trap}\r\n\r\n`)).not.toMatch(/^HTTP\/1\.1 2/);
    expect([seen.length, trapped()]).toEqual([0, 0]);
  });

  test('by a line break that it gets into a header or its target', async () => {
    const { edge, seen, trap, trapped } = await openNearTrap();
    for (const target of ['/%0d%0aHost:%20evil', '/a%0aX: b']) await sendRaw(edge, one(target, 'x'));
    await sendRaw(edge, 'GET /\nHost: x HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(seen.every((request) => headerOf(request, 'host').length === 1)).toBe(true);
    expect([trap.length > 0, trapped()]).toEqual([true, 0]);
  });

  test('by anything at all', async () => {
    const { edge, trap, trapped } = await openNearTrap();
    const [, port] = trap.split(':');
    const pieces = fc.constantFrom(
      '/',
      '\\',
      '@',
      ':',
      '?',
      '#',
      '%2f',
      '%40',
      'http:',
      'https:',
      trap,
      '127.0.0.1',
      `:${port}`,
      'x',
      '*',
      ' ',
      '..',
    );
    const text = fc.array(pieces, { maxLength: 8 }).map((all) => all.join(''));
    await fc.assert(
      fc.asyncProperty(text, text, async (target, host) => {
        expect(await sendRaw(edge, one(target, host))).toMatch(/^HTTP\/1\.1 (?:200|400) /);
      }),
      { numRuns: 150 },
    );
    expect(trapped()).toBe(0);
  });

  test('the refusal says what is wrong', async () => {
    const { edge } = await openNearTrap();
    expect(problemOf(await sendRaw(edge, one('/', 'x', 'Host: y')))).toMatchObject({
      type: 'urn:asbuilt:problem:bad-request',
      detail: 'The request cannot be passed on: it names more than one host.',
    });
  });
});

describe('whom a request is from', () => {
  const made = {
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-prefix': '/evil',
    x_forwarded_for: '203.0.113.9',
    forwarded: 'for=203.0.113.9',
    'x-real-ip': '203.0.113.9',
    'true-client-ip': '203.0.113.9',
  };
  const names = [
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-forwarded-prefix',
    'x_forwarded_for',
    'x-real-ip',
    'true-client-ip',
  ];
  const told = (seen: readonly string[] | undefined): string[] => names.map((name) => headerOf(seen, name).join(' | '));

  test('nobody may say who is not a proxy of ours', async () => {
    const { edge, seen } = await openNearTrap();
    await ask(edge, { headers: { host: 'shop.example', ...made } });
    expect(told(seen[0])).toEqual(['127.0.0.1', 'shop.example', 'http', '', '', '', '']);
    expect(headerOf(seen[0], 'forwarded')).toEqual(['for=127.0.0.1;host="shop.example";proto=http']);
  });

  test('an address that the profile does not name is nobody', async () => {
    const { edge, seen } = await openNearTrap({ trustedProxies: 1, proxyAddresses: ['10.0.0.0/8', '2001:db8::/32'] });
    await ask(edge, { headers: made });
    expect(headerOf(seen[0], 'x-forwarded-for')).toEqual(['127.0.0.1']);
  });

  test('a proxy that it names is believed', async () => {
    const { edge, seen } = await openNearTrap({ trustedProxies: 1, proxyAddresses: ['127.0.0.0/8'] });
    await ask(edge, { headers: made });
    expect(told(seen[0]).slice(0, 3)).toEqual(['203.0.113.9, 127.0.0.1', 'evil.example', 'https']);
    // A name with underscores is one that proxies do not write.
    expect(told(seen[0])[4]).toBe('');
  });

  test('behind such proxies, the limit counts for the last address that is none of them', async () => {
    const guard = {
      trustedProxies: 1,
      proxyAddresses: ['127.0.0.1', '10.0.0.0/8'],
      rateLimit: { requests: 1, perMs: 60_000 },
    };
    const { edge } = await openNearTrap(guard);
    const from = async (said: string): Promise<number> =>
      (await ask(edge, { headers: { 'x-forwarded-for': said } })).status;
    expect([await from('198.51.100.7, 10.0.0.3'), await from('203.0.113.9, 198.51.100.7, 10.1.2.3, 10.0.0.3')]).toEqual(
      [200, 429],
    );
    expect(await from('198.51.100.8')).toBe(200);
  });
});
