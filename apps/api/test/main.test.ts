import { connect } from 'node:net';
import { template } from '@asbuilt/core/overview';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findingsOf } from '../src/analysis/findings.ts';
import { modelOf } from '../src/analysis/model.ts';
import { buildMain, removeMain, runMain } from './support/built-main.ts';
import { call } from './support/client.ts';
import { type DatabaseServer, startDatabaseServer } from './support/database.ts';

let server: DatabaseServer;
let databaseUrl: string;

beforeAll(async () => {
  await buildMain();
  server = await startDatabaseServer();
  databaseUrl = await server.createDatabase('main');
});
afterAll(async () => {
  await server.remove();
  await removeMain();
});

interface Line {
  readonly level: string;
  readonly time: string;
  readonly service: string;
  readonly msg: string;
  readonly requestId?: string;
  readonly [key: string]: unknown;
}

describe('the process of the service', () => {
  test('listens, logs JSON lines with request and trace ids, and ends with 0 at SIGTERM', async () => {
    const main = runMain({ PORT: '0', DATABASE_URL: databaseUrl });
    const url = await main.listening();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await call(url, 'GET', '/overviews?limit=1', { headers: { 'x-request-id': 'r-1', traceparent } });
    main.child.kill('SIGTERM');
    expect(await main.ended).toBe(0);
    expect(main.stderr()).toBe('');
    const lines = main
      .stdout()
      .trimEnd()
      .split('\n')
      .map((line): Line => JSON.parse(line));
    expect(lines.find((line) => line.requestId === 'r-1')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      service: 'api',
      requestId: 'r-1',
      method: 'GET',
      path: '/overviews?limit=1',
      route: '/overviews',
      status: 200,
      durationMs: expect.any(Number),
      traceId: '0af7651916cd43dd8448eb211c80319c',
      msg: 'answered',
    });
    expect(lines.slice(-2).map((line) => line.msg)).toEqual(['stopping', 'stopped']);
    expect(main.stdout()).not.toContain(new URL(databaseUrl).password);
  });

  test('answers at SIGINT what was asked before it, and takes no more', async () => {
    const main = runMain({ PORT: '0', DATABASE_URL: databaseUrl });
    const url = new URL(await main.listening());
    const body = JSON.stringify({ name: 'Last', text: '' });
    const head = `POST /overviews HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nexpect: 100-continue\r\ncontent-length: ${body.length}\r\n\r\n`;
    const socket = connect(Number(url.port), url.hostname);
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    socket.write(head + body.slice(0, 5));
    // It has heard of it.
    await expect.poll(() => answer).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    main.child.kill('SIGINT');
    await expect.poll(() => fetch(url).then(String, String)).toContain('fetch failed');
    socket.write(body.slice(5));
    expect(await main.ended).toBe(0);
    expect(answer).toMatch(/\r\n\r\nHTTP\/1\.1 201 Created/);
  });

  test('answers others while it checks a long text', async () => {
    const main = runMain({ PORT: '0', DATABASE_URL: databaseUrl });
    const url = await main.listening();
    const text = template.repeat(50);
    const answered: string[] = [];
    const checked = call(url, 'POST', '/check', { body: { text } }).finally(() => answered.push('check'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    while (!answered.includes('check')) {
      expect((await call(url, 'GET', '/health')).status).toBe(200);
      answered.push('health');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect((await checked).body).toEqual(JSON.parse(JSON.stringify(findingsOf(text))));
    expect(answered.indexOf('check')).toBeGreaterThan(0);
    const { body } = await call(url, 'POST', '/overviews', { body: { name: 'Template', text: template } });
    const at = `/overviews/${String(body['id'])}`;
    expect((await call(url, 'GET', `${at}/model`)).body).toEqual(JSON.parse(JSON.stringify(modelOf(template))));
    main.child.kill('SIGTERM');
    expect(await main.ended).toBe(0);
  });

  test('keeps what it acknowledged though it is killed right after', async () => {
    const main = runMain({ PORT: '0', DATABASE_URL: databaseUrl });
    const created = await call(await main.listening(), 'POST', '/overviews', {
      body: { name: 'Killed', text: 'kept' },
    });
    main.child.kill('SIGKILL');
    expect(await main.ended).toBe('SIGKILL');
    const again = runMain({ PORT: '0', DATABASE_URL: databaseUrl });
    const at = created.headers.get('location') ?? '';
    expect((await call(await again.listening(), 'GET', at)).body).toMatchObject({ name: 'Killed', text: 'kept' });
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  });

  test.each([
    ['the port is missing', {}, /^asbuilt-api: PORT is not set: .*\n$/],
    ['the database is missing', { PORT: '0' }, /^asbuilt-api: DATABASE_URL is not set: .*\n$/],
  ])('says in one sentence that %s, and ends with 2', async (_, environment, sentence) => {
    const main = runMain(environment);
    expect(await main.ended).toBe(2);
    expect(main.stderr()).toMatch(sentence);
    expect(main.stdout()).toBe('');
  });

  test('says that its port is taken, and ends with 1', async () => {
    const first = runMain({ PORT: '0', DATABASE_URL: databaseUrl });
    const { port } = new URL(await first.listening());
    const second = runMain({ PORT: port, DATABASE_URL: databaseUrl });
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toBe(`asbuilt-api: listen EADDRINUSE: address already in use 127.0.0.1:${port}\n`);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
  });
});
