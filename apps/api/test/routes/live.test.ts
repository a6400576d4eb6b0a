import { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { openDatabase } from '../../src/db/client.ts';
import type { App } from '../../src/http/app-type.ts';
import { analyst } from '../support/analyst.ts';
import { call, until } from '../support/client.ts';
import { type ControlServer, startControlServer, status } from '../support/control-server.ts';

let control: ControlServer;
let app: App;
let url: string;

beforeEach(async () => {
  control = await startControlServer();
  [app, url] = await listen(control.url);
});
afterEach(async () => {
  await app.close();
  await control.stop();
});

/** The live routes ask no database, so none is there. */
async function listen(controlUrl: string | undefined): Promise<[App, string]> {
  const pool = new Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
  const opened = await buildApp({ database: openDatabase(pool), analyst, controlUrl, logLevel: 'silent' });
  return [opened, await opened.listen({ host: '127.0.0.1', port: 0 })];
}

/** Reads a stream of events until it holds `wanted`. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, wanted: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  while (!text.includes(wanted)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`The stream ended after: ${text}`);
    text += decoder.decode(value, { stream: true });
  }
  return text;
}

async function openStream(signal?: AbortSignal): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const response = await fetch(`${url}/live/stream`, signal === undefined ? {} : { signal });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  if (response.body === null) throw new Error('The stream has no body.');
  await until(
    async () => control.streams.size,
    (size) => size > 0,
  );
  const reader = response.body.getReader();
  expect(await readUntil(reader, '\n\n')).toBe(':\n\n');
  return reader;
}

function send(text: string): void {
  for (const stream of control.streams) stream.write(text);
}

describe('GET /live', () => {
  test('shows the running system as its control server tells it', async () => {
    const answer = await call(url, 'GET', '/live');
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(answer.body).toEqual(status);
  });

  test.each([
    ['refuses', { status: 500, body: '{}' }, 'The control server answers 500.'],
    [
      'answers with what is no JSON',
      { status: 200, body: '<html>' },
      'The control server of asbuilt up does not answer: is the system stopping?',
    ],
    [
      'answers with what is no state',
      { status: 200, body: '{"ok":true}' },
      'The control server does not answer with the state of a system.',
    ],
    ['does not answer', undefined, 'The control server of asbuilt up does not answer: is the system stopping?'],
  ])('is a problem when the control server %s', async (_, answer, detail) => {
    control.answer = answer;
    const { status: code, body } = await call(url, 'GET', '/live');
    expect([code, body['type'], body['detail']]).toEqual([503, 'urn:asbuilt:problem:system-unreachable', detail]);
  });

  test.each(['/live', '/live/stream'])(
    'and its stream are a problem when the control server is gone: %s',
    async (path) => {
      await control.stop();
      expect((await call(url, 'GET', path)).body).toMatchObject({
        type: 'urn:asbuilt:problem:system-unreachable',
        status: 503,
      });
    },
  );

  test.each(['/live', '/live/stream'])(
    'and its stream are a problem when asbuilt up did not start the service: %s',
    async (path) => {
      const [alone, address] = await listen(undefined);
      expect((await call(address, 'GET', path)).body).toMatchObject({
        type: 'urn:asbuilt:problem:system-not-running',
        status: 503,
      });
      await alone.close();
    },
  );
});

describe('GET /live/stream', () => {
  test('hands on each event when it comes', async () => {
    const reader = await openStream();
    send(`data: ${JSON.stringify(status)}\n\n`);
    expect(await readUntil(reader, '\n\n')).toBe(`data: ${JSON.stringify(status)}\n\n`);
    send('data: {"second":"ümlaut"}\n\n');
    expect(await readUntil(reader, '\n\n')).toBe('data: {"second":"ümlaut"}\n\n');
    await reader.cancel();
  });

  test('leaves the control server when the client leaves, though no event comes', async () => {
    const leaving = new AbortController();
    await openStream(leaving.signal);
    const staying = await openStream();
    expect(control.streams.size).toBe(2);
    leaving.abort();
    await until(
      async () => control.streams.size,
      (size) => size === 1,
    );
    send('data: still here\n\n');
    expect(await readUntil(staying, '\n\n')).toBe('data: still here\n\n');
    await staying.cancel();
    await until(
      async () => control.streams.size,
      (size) => size === 0,
    );
  });

  test('ends when the control server ends it', async () => {
    const reader = await openStream();
    for (const stream of control.streams) stream.end('data: last\n\n');
    await readUntil(reader, 'last\n\n');
    expect((await reader.read()).done).toBe(true);
  });

  test('ends when the service stops, which does not wait for it', async () => {
    const reader = await openStream();
    send('data: first\n\n');
    await readUntil(reader, '\n\n');
    const began = performance.now();
    await app.close();
    expect(performance.now() - began).toBeLessThan(30_000);
    expect((await reader.read()).done).toBe(true);
    await until(
      async () => control.streams.size,
      (size) => size === 0,
    );
  });
});
