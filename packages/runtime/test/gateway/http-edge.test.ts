import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { openHttpEdge } from '#gateway/edge';
import { PortTakenError } from '#gateway/listen';
import { ask, freePort, openEdge, send, sleep, startService, startTcpService, until } from './kit.ts';

describe('bodies', () => {
  test('a megabyte passes both ways, byte for byte', async () => {
    const service = await startService((request, response) => void request.pipe(response));
    const edge = await openEdge({ target: service.target });
    const sent = randomBytes(1_000_000);
    const response = await send(edge, { method: 'POST', body: sent, headers: { 'content-length': sent.length } });
    const received = await buffer(response);
    expect(sha256(received)).toBe(sha256(sent));
    expect(edge.lines().at(-1)).toMatchObject({ bytesIn: 1_000_000, bytesOut: 1_000_000 });
  });

  test('an answer is passed on as it comes, not when it is complete', async () => {
    const begun: http.ServerResponse[] = [];
    const service = await startService((_request, response) => {
      response.write('first');
      begun.push(response);
    });
    const edge = await openEdge({ target: service.target });
    const response = await send(edge);
    const [first] = await once(response, 'data');
    expect(String(first)).toBe('first');
    expect(response.complete).toBe(false);
    begun[0]?.end('last');
    expect(await text(response)).toBe('last');
  });

  test('the head of an answer is passed on before its body begins', async () => {
    const service = await startService((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    });
    const edge = await openEdge({ target: service.target });
    const response = await send(edge, { agent: false });
    expect(response.headers['content-type']).toBe('text/event-stream');
    response.destroy();
  });

  test('a client that reads slowly slows the callee down instead of filling the memory', async () => {
    let written = 0;
    const service = await startService((_request, response) => {
      const chunk = Buffer.alloc(64 * 1024);
      const more = (): void => {
        while (!response.destroyed && written < 200_000_000) {
          written += chunk.length;
          if (!response.write(chunk)) return;
        }
      };
      response.on('drain', more);
      more();
    });
    const edge = await openEdge({ target: service.target });
    const response = await send(edge, { agent: false });
    await sleep(500);
    const before = written;
    expect(before).toBeLessThan(50_000_000);
    response.on('data', () => undefined);
    await until(() => written > before + 10_000_000, 'the callee goes on once the client reads');
    response.destroy();
  });

  test('a client whose body nobody wants any more gets its answer, and may ask again on the same connection', async () => {
    const service = await startService((_request, response) => void response.writeHead(413).end('too large'));
    const edge = await openEdge({ target: service.target });
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const first = await ask(edge, { agent, method: 'POST', body: Buffer.alloc(3_000_000) });
    expect(first).toMatchObject({ status: 413, body: 'too large' });
    const second = await ask(edge, { agent });
    agent.destroy();
    expect(second.status).toBe(413);
  });

  test('answers without a body stay without one', async () => {
    const service = await startService((request, response) => {
      response.writeHead(request.url === '/none' ? 204 : 200, request.url === '/none' ? {} : { 'content-length': '5' });
      response.end(request.method === 'HEAD' ? undefined : request.url === '/none' ? undefined : '12345');
    });
    const edge = await openEdge({ target: service.target });
    expect(await ask(edge, { method: 'HEAD' })).toMatchObject({
      status: 200,
      body: '',
      headers: { 'content-length': '5' },
    });
    expect(await ask(edge, { path: '/none' })).toMatchObject({ status: 204, body: '' });
    expect(await ask(edge)).toMatchObject({ status: 200, body: '12345' });
  });
});

describe('headers', () => {
  test('what the callee answers arrives as it was, each of several cookies and every byte', async () => {
    const service = await startTcpService((socket) => {
      socket.once('data', () => {
        const head =
          'HTTP/1.1 200 Fine\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-Name: caf\u00c3\u00a9\r\nContent-Length: 0\r\n\r\n';
        socket.end(Buffer.from(head, 'latin1'));
      });
    });
    const edge = await openEdge({ target: service.target });
    const response = await send(edge);
    expect(response.statusMessage).toBe('Fine');
    expect(response.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(response.headers['x-name']).toBe('caf\u00c3\u00a9');
    expect(response.rawHeaders).toContain('Set-Cookie');
  });

  test('the callee learns who asked for what', async () => {
    const service = await startService((request, response) => void response.end(JSON.stringify(request.headers)));
    const edge = await openEdge({ target: service.target });
    const headers = { host: 'shop.example', 'x-forwarded-for': '203.0.113.7', forwarded: 'for=203.0.113.7' };
    const seen = JSON.parse((await ask(edge, { headers })).body);
    expect(seen).toMatchObject({
      host: 'shop.example',
      'x-forwarded-for': '203.0.113.7, 127.0.0.1',
      'x-forwarded-host': 'shop.example',
      'x-forwarded-proto': 'http',
      forwarded: 'for=203.0.113.7, for=127.0.0.1;host="shop.example";proto=http',
    });
  });

  test('a URL in absolute form is asked for by its path', async () => {
    const service = await startService((request, response) => void response.end(request.url));
    const edge = await openEdge({ target: service.target });
    expect((await ask(edge, { path: 'http://shop.example/a?b=c' })).body).toBe('/a?b=c');
    expect((await ask(edge, { path: 'http://shop.example' })).body).toBe('/');
  });

  test('a question about the whole server is passed on', async () => {
    const service = await startService((request, response) => void response.end(`${request.method} ${request.url}`));
    const edge = await openEdge({ target: service.target });
    expect((await ask(edge, { method: 'OPTIONS', path: '*' })).body).toBe('OPTIONS *');
  });

  test('a request that cannot be passed on is told so, and blames nobody', async () => {
    const service = await startService((_request, response) => void response.end());
    const edge = await openEdge({ target: service.target });
    const answer = await ask(edge, { path: '*' });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ type: 'urn:asbuilt:problem:bad-request', edge: 'Web → API' });
    expect(edge.status()).toMatchObject({ failures: 0 });
  });
});

describe('ids', () => {
  test('a call is given a request id, which client, callee and log all see', async () => {
    const service = await startService((request, response) => void response.end(request.headers['x-request-id']));
    const edge = await openEdge({ target: service.target });
    const answer = await ask(edge);
    expect(answer.body).toMatch(/^[0-9a-f]{24}$/);
    expect(answer.headers['x-request-id']).toBe(answer.body);
    expect(edge.lines().at(-1)).toMatchObject({
      edge: 'Web → API',
      requestId: answer.body,
      status: 200,
      method: 'GET',
      path: '/',
    });
    expect((await ask(edge)).body).not.toBe(answer.body);
  });

  test('a request id that a client sends is kept if it is sane', async () => {
    const service = await startService((request, response) => void response.end(request.headers['x-request-id']));
    const edge = await openEdge({ target: service.target });
    const kept = async (id: string): Promise<boolean> =>
      (await ask(edge, { headers: { 'x-request-id': id } })).body === id;
    expect(await kept('4f9a7d1e-0d5c-4c1e-9d8b-1f2e3d4c5b6a')).toBe(true);
    expect(await kept('x'.repeat(129))).toBe(false);
    expect(await kept('<script>')).toBe(false);
    expect(await kept('a, b')).toBe(false);
  });

  test('two edges in a chain carry one request id and one trace, each with a span of its own', async () => {
    const api = await startService((request, response) => void response.end(JSON.stringify(request.headers)));
    const inner = await openEdge({ name: 'Web → API', target: api.target });
    const web = await startService((request, response) => {
      const { traceparent, tracestate } = request.headers;
      const headers = { 'x-request-id': request.headers['x-request-id'], traceparent, tracestate };
      ask(inner, { headers: withoutUndefined(headers) }).then(
        ({ body }) => response.end(JSON.stringify([traceparent, JSON.parse(body)])),
        (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
      );
    });
    const outer = await openEdge({ name: 'User → Web', from: 'User', to: 'Web', target: web.target });
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01`, tracestate: 'vendor=1' };
    const answer = await ask(outer, { headers });
    const [atWeb, atApi] = JSON.parse(answer.body);
    expect(atApi['x-request-id']).toBe(answer.headers['x-request-id']);
    expect(atApi.tracestate).toBe('vendor=1');
    const spans = [headers.traceparent, atWeb, atApi.traceparent].map((traceparent) => String(traceparent).split('-'));
    expect(spans.map(([, traceId]) => traceId)).toEqual([trace, trace, trace]);
    expect(new Set(spans.map(([, , spanId]) => spanId)).size).toBe(3);
    const logged = [outer, inner].map((edge) => edge.lines().at(-1));
    expect(logged.map((line) => line?.['traceId'])).toEqual([trace, trace]);
    expect(logged.map((line) => line?.['requestId'])).toEqual([atApi['x-request-id'], atApi['x-request-id']]);
  });

  test('a trace begins here when the client brings none, or an invalid one with its state', async () => {
    const service = await startService((request, response) => void response.end(JSON.stringify(request.headers)));
    const edge = await openEdge({ target: service.target });
    const seen = JSON.parse((await ask(edge, { headers: { traceparent: '00-zz-1-01', tracestate: 'vendor=1' } })).body);
    expect(seen.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(seen).not.toHaveProperty('tracestate');
  });
});

describe('a log', () => {
  test('never has the query of a URL, its headers or its body', async () => {
    const service = await startService((_request, response) => void response.end('secret-answer'));
    const edge = await openEdge({ target: service.target });
    await ask(edge, {
      path: '/login?token=secret-query',
      headers: { authorization: 'secret-header' },
      method: 'POST',
      body: 'secret-body',
    });
    expect(edge.lines()).toHaveLength(1);
    expect(edge.lines()[0]).toMatchObject({ path: '/login' });
    expect(JSON.stringify(edge.lines())).not.toContain('secret');
  });
});

describe('where the callee is', () => {
  test('a service that moves to another port is found there', async () => {
    const before = await startService((_request, response) => void response.end('before'));
    const after = await startService((_request, response) => void response.end('after'));
    let target = before.address;
    const edge = await openEdge({ target: () => target });
    expect((await ask(edge)).body).toBe('before');
    target = after.address;
    expect((await ask(edge)).body).toBe('after');
    await until(() => before.connections() === 0, 'the connections to the old place close');
  });

  test('a service that is not up is a 503 that says so', async () => {
    const edge = await openEdge({ target: () => undefined });
    const answer = await ask(edge);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect({ ...JSON.parse(answer.body), requestId: '' }).toEqual({
      type: 'urn:asbuilt:problem:not-up',
      title: 'Service Unavailable',
      status: 503,
      detail: 'API is not up. It may be starting; look at its log if this goes on.',
      edge: 'Web → API',
      requestId: '',
    });
    expect(edge.status()).toMatchObject({ requests: 1, failures: 1 });
  });

  test('a service that refuses connections is a 502 that says so', async () => {
    const port = await freePort();
    const edge = await openEdge({ target: () => ({ host: '127.0.0.1', port }) });
    const answer = await ask(edge);
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.body)).toMatchObject({ detail: 'API cannot be reached (ECONNREFUSED).' });
  });

  test('a service that does not speak HTTP is a 502, not a crash', async () => {
    const service = await startTcpService((socket) => void socket.end('SSH-2.0-OpenSSH\r\n'));
    const edge = await openEdge({ target: service.target });
    expect((await ask(edge)).status).toBe(502);
    expect(edge.status()).toMatchObject({ failures: 1, inFlight: 0 });
  });
});

describe('opening and closing', () => {
  test('a port that is taken is named', async () => {
    const edge = await openEdge({ target: () => undefined });
    const opening = openHttpEdge(edge.plan, { ...edge.options, listen: { host: '127.0.0.1', port: edge.port } });
    await expect(opening).rejects.toThrow(PortTakenError);
    await expect(opening).rejects.toThrow(`Port ${edge.port} is taken, so the edge "Web → API" cannot listen there.`);
  });

  test('running calls may end when an edge closes, and then its port is free', async () => {
    const held: http.ServerResponse[] = [];
    const service = await startService((_request, response) => void held.push(response));
    const edge = await openEdge({ target: service.target, drainMs: 60_000 });
    const agent = new http.Agent({ keepAlive: true });
    const running = ask(edge, { agent });
    await until(() => held.length === 1, 'the call runs');
    const begun = performance.now();
    const closing = Promise.all([edge.close(), edge.close()]);
    await sleep(200);
    held[0]?.end('done');
    expect((await running).body).toBe('done');
    await closing;
    // It did not wait for the minute that calls may take.
    expect(performance.now() - begun).toBeLessThan(30_000);
    agent.destroy();
    await expect(ask(edge)).rejects.toThrow('ECONNREFUSED');
    await until(() => service.connections() === 0, 'no connection to the callee stays');
  });

  test('a call that does not end is ended a second after its edge began to close', async () => {
    const service = await startService(() => undefined);
    const edge = await openEdge({ target: service.target });
    const outcome = ask(edge).catch((error: unknown) => error);
    await until(() => edge.status().inFlight === 1, 'the call runs');
    await edge.close();
    expect(await outcome).toMatchObject({ code: 'ECONNRESET' });
    await until(() => service.connections() === 0, 'no connection to the callee stays');
  });

  test('garbage on the port is answered with 400 and harms nobody', async () => {
    const service = await startService((_request, response) => void response.end('fine'));
    const edge = await openEdge({ target: service.target });
    const socket = net.connect(edge.port, edge.host);
    socket.end('\u0016\u0003\u0001 not http\r\n\r\n');
    expect(await text(socket)).toContain('400 Bad Request');
    expect((await ask(edge)).body).toBe('fine');
  });
});

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return JSON.parse(JSON.stringify(value));
}
