import net from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { type Ask, ask, openEdge, startService, type TestEdge, until } from './kit.ts';

/** An entry whose service answers every request, and counts them. */
async function openEntry(guard: Omit<NonNullable<TestEdge['plan']['guard']>, 'trustedProxies'>, proxies = 0) {
  const seen: string[] = [];
  const service = await startService((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    request.resume().on('end', () => {
      response.writeHead(200, { 'access-control-allow-origin': '*', 'x-frame-options': 'DENY' });
      response.end('answer');
    });
  });
  const edge = await openEdge({ target: service.target, guard: { trustedProxies: proxies, ...guard } });
  return { edge, seen, service };
}

const preflight = (origin: string): Ask => ({
  method: 'OPTIONS',
  headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-a, content-type' },
});

describe('CSRF', () => {
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };

  test('a page of another site cannot change anything', async () => {
    const { edge, seen } = await openEntry({ refusesCrossSite: true });
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await ask(edge, { method, headers: evil });
      expect([answer.status, answer.headers['asbuilt-policy']]).toEqual([403, 'csrf=refused']);
      expect(answer.body).toContain('urn:asbuilt:problem:cross-site');
    }
    expect(seen).toEqual([]);
    expect(edge.status()).toMatchObject({ requests: 4, failures: 0 });
  });

  test('it cannot open a WebSocket either', async () => {
    const { edge, seen } = await openEntry({ refusesCrossSite: true });
    const client = net.connect(edge.port, edge.host);
    client.write(
      'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: https://evil.example\r\n\r\n',
    );
    expect(await text(client)).toMatch(/^HTTP\/1\.1 403 /);
    expect(seen).toEqual([]);
  });

  test('what only asks is let in, and so is the own site, and what is no browser', async () => {
    const { edge } = await openEntry({ refusesCrossSite: true });
    const own = `http://${edge.host}:${edge.port}`;
    const welcome: Ask[] = [
      { headers: evil },
      { method: 'POST' },
      { method: 'POST', headers: { origin: own } },
      { method: 'POST', headers: { origin: own, 'sec-fetch-site': 'same-origin' } },
      { method: 'POST', headers: { 'sec-fetch-site': 'none' } },
    ];
    for (const request of welcome) expect((await ask(edge, request)).status).toBe(200);
  });

  test('where browsers do not say the site, the origin decides', async () => {
    const { edge } = await openEntry({ refusesCrossSite: true });
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1', 'nonsense'])
      expect((await ask(edge, { method: 'POST', headers: { origin } })).status).toBe(403);
    // A sibling that somebody else may have is another origin.
    expect((await ask(edge, { method: 'POST', headers: { 'sec-fetch-site': 'same-site' } })).status).toBe(403);
  });

  test('origins that may read answers may also ask for changes', async () => {
    const { edge } = await openEntry({ refusesCrossSite: true, corsOrigins: ['https://app.example'] });
    const headers = { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' };
    expect((await ask(edge, { method: 'POST', headers })).status).toBe(200);
  });

  test('behind a proxy the host is the one that the proxy was asked for', async () => {
    const headers = { origin: 'https://shop.example', 'x-forwarded-host': 'shop.example' };
    const { edge } = await openEntry({ refusesCrossSite: true }, 1);
    expect((await ask(edge, { method: 'POST', headers })).status).toBe(200);
    const { edge: open } = await openEntry({ refusesCrossSite: true });
    expect((await ask(open, { method: 'POST', headers })).status).toBe(403);
  });
});

describe('CORS', () => {
  const guard = { corsOrigins: ['https://app.example'] };
  test('a stated origin may read answers, also when they are errors', async () => {
    const { edge, service } = await openEntry(guard);
    const answer = await ask(edge, { headers: { origin: 'https://app.example' } });
    const allowed = {
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    };
    expect(answer.headers).toMatchObject(allowed);
    await service.stop();
    const failed = await ask(edge, { headers: { origin: 'https://app.example' } });
    expect(failed.status).toBe(502);
    expect(failed.headers).toMatchObject(allowed);
  });

  test('another one may not, whatever the service says', async () => {
    const { edge } = await openEntry(guard);
    const answer = await ask(edge, { headers: { origin: 'https://evil.example' } });
    expect([answer.status, answer.headers['vary']]).toEqual([200, 'Origin']);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('preflights are answered at the entry', async () => {
    const { edge, seen } = await openEntry(guard);
    const allowed = await ask(edge, preflight('https://app.example'));
    expect(allowed.status).toBe(204);
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'x-a, content-type',
      'access-control-max-age': '600',
    });
    const refused = await ask(edge, preflight('https://evil.example'));
    expect([refused.status, refused.headers['asbuilt-policy']]).toEqual([403, 'cors=refused']);
    expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
    expect(seen).toEqual([]);
    expect(edge.status()).toMatchObject({ requests: 2, failures: 0, inFlight: 0 });
  });

  test('where no origin is stated, services decide', async () => {
    const { edge, seen } = await openEntry({});
    expect((await ask(edge, preflight('https://evil.example'))).headers['access-control-allow-origin']).toBe('*');
    expect(seen).toEqual(['OPTIONS /']);
  });
});

describe('HSTS', () => {
  test('who comes over TLS is told to stay, who comes without is sent there', async () => {
    const { edge, seen } = await openEntry({ hsts: true }, 1);
    const secure = await ask(edge, { headers: { 'x-forwarded-proto': 'https' } });
    expect([secure.status, secure.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
    const headers = { 'x-forwarded-proto': 'http', 'x-forwarded-host': 'shop.example' };
    const plain = await ask(edge, { method: 'POST', path: '/a?b=c', headers });
    expect(plain.status).toBe(308);
    expect(plain.headers).toMatchObject({ location: 'https://shop.example/a?b=c', 'asbuilt-policy': 'hsts=redirect' });
    expect(plain.headers).not.toHaveProperty('strict-transport-security');
    expect(seen).toEqual(['GET /']);
  });

  test('a probe that comes past the proxy is answered', async () => {
    const { edge } = await openEntry({ hsts: true }, 1);
    const answer = await ask(edge);
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty('strict-transport-security');
  });
});

describe('security headers', () => {
  test('are on every answer, and what the service says of itself stands', async () => {
    const { edge, service } = await openEntry({ securityHeaders: true });
    const careful = {
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin-allow-popups',
    };
    expect((await ask(edge)).headers).toMatchObject({ ...careful, 'x-frame-options': 'DENY' });
    await service.stop();
    expect((await ask(edge)).headers).toMatchObject({ ...careful, 'x-frame-options': 'SAMEORIGIN' });
  });

  test('are not there where they are not stated', async () => {
    const { edge } = await openEntry({});
    expect((await ask(edge)).headers).not.toHaveProperty('x-content-type-options');
  });
});

describe('the limit of a body', () => {
  test('lets in what is as large, and refuses what says that it is larger', async () => {
    const { edge, seen } = await openEntry({ bodyLimitBytes: 1000 });
    expect((await ask(edge, { method: 'POST', body: Buffer.alloc(1000) })).status).toBe(200);
    const answer = await ask(edge, { method: 'POST', body: Buffer.alloc(1001) });
    expect([answer.status, answer.headers['asbuilt-policy']]).toEqual([413, 'body-limit=exceeded']);
    expect(answer.body).toContain('larger than the 1000 bytes');
    expect(seen).toHaveLength(1);
  });

  test('counts a body that does not say how large it is', async () => {
    const { edge } = await openEntry({ bodyLimitBytes: 1000 });
    const headers = { 'transfer-encoding': 'chunked' };
    expect((await ask(edge, { method: 'POST', headers, body: Buffer.alloc(1000) })).status).toBe(200);
    expect((await ask(edge, { method: 'POST', headers, body: Buffer.alloc(200_000) })).status).toBe(413);
    await until(() => edge.status().inFlight === 0, 'the call is over');
    expect(edge.status()).toMatchObject({ requests: 2, failures: 0 });
  });

  test('ends a body that never ends', async () => {
    const { edge, service } = await openEntry({ bodyLimitBytes: 1000 });
    const client = net.connect(edge.port, edge.host);
    client.on('error', () => undefined);
    let got = '';
    client.on('data', (chunk) => {
      got += chunk.toString();
    });
    client.write('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    const more = setInterval(() => client.write(`3e8\r\n${'x'.repeat(1000)}\r\n`), 20);
    const begun = performance.now();
    // It is cut off while it goes on sending, of which it may be told by a reset.
    await new Promise((resolve) => client.once('close', resolve));
    clearInterval(more);
    expect(got).toMatch(/^HTTP\/1\.1 413 /);
    expect(performance.now() - begun).toBeLessThan(20_000);
    await until(() => service.connections() === 0, 'the callee is left alone');
  });
});
