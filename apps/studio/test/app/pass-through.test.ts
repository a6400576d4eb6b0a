import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { passThrough } from '#app/api/[...path]/pass-through';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];
let stop: AbortController;

beforeEach(() => {
  stop = new AbortController();
});

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

async function api(handler: Handler): Promise<URL> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return new URL(`http://127.0.0.1:${address.port}`);
}

function pass(apiUrl: URL, path: string, init: RequestInit = {}): Promise<Response> {
  return passThrough(new Request(`http://studio.test${path}`, init), { apiUrl, prefix: '/api', stopping: stop.signal });
}

/** Answers with what it was asked. */
const echo: Handler = (request, response) => {
  void text(request).then((body) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
  });
};

describe('the way to the API', () => {
  it('carries method, path, query and body', async () => {
    const answer = await pass(await api(echo), '/api/overviews/a%2Fb?limit=2&after=x%20y', {
      method: 'PUT',
      body: '{"a":1}',
    });
    expect(await answer.json()).toMatchObject({
      method: 'PUT',
      url: '/overviews/a%2Fb?limit=2&after=x%20y',
      body: '{"a":1}',
    });
  });

  it('carries the headers of the message, request id and trace context among them', async () => {
    const headers = {
      'x-request-id': 'r-1',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      'if-match': '"3"',
    };
    const answer = await pass(await api(echo), '/api/live', { headers });
    expect((await answer.json()).headers).toMatchObject(headers);
  });

  it('drops the headers of the connection, and those that it names', async () => {
    const headers = { connection: 'close, X-Mine', 'x-mine': '1', te: 'trailers', 'x-other': '2' };
    const { headers: arrived } = await (await pass(await api(echo), '/api/live', { headers })).json();
    expect(arrived).toMatchObject({ 'x-other': '2' });
    expect(arrived).not.toHaveProperty('x-mine');
    expect(arrived).not.toHaveProperty('te');
  });

  it('goes to the API only, whatever the path looks like', async () => {
    const apiUrl = await api(echo);
    const answer = await pass(apiUrl, '/api//elsewhere.test/x');
    expect(await answer.json()).toMatchObject({ url: '//elsewhere.test/x', headers: { host: apiUrl.host } });
  });

  it('keeps the path of an API that does not stand at the root', async () => {
    const apiUrl = new URL('/v1/', await api(echo));
    expect(await (await pass(apiUrl, '/api/live')).json()).toMatchObject({ url: '/v1/live' });
  });

  it('refuses changes that a page of another site asks for', async () => {
    let isAsked = false;
    const apiUrl = await api((_request, response) => {
      isAsked = true;
      response.end();
    });
    const answer = await pass(apiUrl, '/api/overviews', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
      body: '{}',
    });
    expect(answer.status).toBe(403);
    expect(isAsked).toBe(false);
  });
});

describe('the way back', () => {
  it('carries status, headers and body', async () => {
    const apiUrl = await api((_request, response) => {
      response
        .writeHead(412, { 'content-type': 'application/problem+json', etag: '"4"', 'x-request-id': 'r-2' })
        .end('{"status":412}');
    });
    const answer = await pass(apiUrl, '/api/overviews/x');
    expect(answer.status).toBe(412);
    expect(Object.fromEntries(answer.headers)).toMatchObject({ etag: '"4"', 'x-request-id': 'r-2' });
    expect(await answer.json()).toEqual({ status: 412 });
  });

  it('leaves redirects to the browser', async () => {
    const apiUrl = await api((_request, response) => response.writeHead(302, { location: '/docs/' }).end());
    const answer = await pass(apiUrl, '/api/docs');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/docs/']);
  });

  it('gives an answer without a body', async () => {
    const apiUrl = await api((_request, response) => response.writeHead(304, { etag: '"4"' }).end());
    expect((await pass(apiUrl, '/api/overviews/x')).status).toBe(304);
  });

  it('never calls plain what it has unpacked', async () => {
    const apiUrl = await api((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('plain')),
    );
    const answer = await pass(apiUrl, '/api/x');
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(await answer.text()).toBe('plain');
  });

  it('hands on events one by one, and keeps compressors away from them', async () => {
    let send: ((event: string) => void) | undefined;
    const apiUrl = await api((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      send = (event) => void response.write(event);
    });
    const answer = await pass(apiUrl, '/api/live/stream');
    expect(answer.headers.get('cache-control')).toBe('no-cache, no-transform');
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
      send?.(event);
      expect((await reader?.read())?.value).toBe(event);
    }
    await reader?.cancel();
  });

  it('ends the call to the API when the browser leaves', async () => {
    let left: Promise<unknown> | undefined;
    const apiUrl = await api((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      left = once(response, 'close');
    });
    const leaving = new AbortController();
    await pass(apiUrl, '/api/live/stream', { signal: leaving.signal });
    leaving.abort();
    await expect(left).resolves.toEqual([]);
  });

  it('ends events, but no other answer, when the process is asked to stop', async () => {
    let finish: (() => void) | undefined;
    const apiUrl = await api((request, response) => {
      response.writeHead(200, { 'content-type': request.url === '/live/stream' ? 'text/event-stream' : 'text/plain' });
      response.write('begun, ');
      if (request.url !== '/live/stream') finish = () => void response.end('ended');
    });
    const events = await pass(apiUrl, '/api/live/stream');
    const other = await pass(apiUrl, '/api/overviews');
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect(await reader?.read()).toEqual({ done: false, value: 'begun, ' });
    stop.abort();
    finish?.();
    expect(await reader?.read()).toEqual({ done: true, value: undefined });
    expect(await other.text()).toBe('begun, ended');
  });

  it('begins no events when the process is stopping already', async () => {
    const apiUrl = await api((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    });
    stop.abort();
    expect(await (await pass(apiUrl, '/api/live/stream')).text()).toBe('');
  });

  it('is a problem document when the API cannot be reached', async () => {
    const apiUrl = await api(echo);
    await stopLast();
    const answer = await pass(apiUrl, '/api/live', { headers: { 'x-request-id': 'r-3' } });
    expect(answer.status).toBe(502);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('x-request-id')).toBe('r-3');
    expect(await answer.json()).toMatchObject({ status: 502, detail: expect.stringContaining('ECONNREFUSED') });
  });
});

async function stopLast(): Promise<void> {
  const server = servers.pop();
  server?.close();
  if (server !== undefined) await once(server, 'close');
}
