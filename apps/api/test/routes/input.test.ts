import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatabaseServer, startDatabaseServer } from '../support/database.ts';
import { startTestService, type TestService } from '../support/service.ts';

let server: DatabaseServer;
let service: TestService;

beforeAll(async () => {
  server = await startDatabaseServer();
  service = await startTestService(await server.createDatabase('input'));
});
afterAll(async () => {
  await service.stop();
  await server.remove();
});

async function post(
  body: string | Uint8Array<ArrayBuffer>,
  type = 'application/json',
): Promise<Record<string, unknown>> {
  const response = await fetch(`${service.url}/overviews`, { method: 'POST', body, headers: { 'content-type': type } });
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem: Record<string, unknown> = JSON.parse(await response.text());
  expect(problem['status']).toBe(response.status);
  return problem;
}

describe('input that is not valid is refused with what is wrong', () => {
  test.each([
    ['no name', { text: '' }, '/name'],
    ['an empty name', { name: '', text: '' }, '/name'],
    ['a blank name', { name: ' \t ', text: '' }, '/name'],
    ['a name of 201 characters', { name: 'n'.repeat(201), text: '' }, '/name'],
    ['a name that is no text', { name: 7, text: '' }, '/name'],
    ['no text', { name: 'n' }, '/text'],
    ['a NUL in the text', { name: 'n', text: 'a\0b' }, '/text'],
    ['a NUL in the name', { name: 'a\0b', text: '' }, '/name'],
    ['half of a surrogate pair', { name: 'n', text: 'a\ud83cb' }, '/text'],
    ['a value that is not known', { name: 'n', text: '', status: 'done' }, ''],
  ])('%s', async (_, body, path) => {
    const problem = await post(JSON.stringify(body));
    expect(problem).toMatchObject({
      type: 'urn:asbuilt:problem:input-invalid',
      status: 422,
      errors: [{ in: 'body', path }],
    });
    expect(problem['detail']).toMatch(/\w/);
  });

  test('while a name of 200 characters is fine', async () => {
    const { status } = await service.ask('POST', '/overviews', { body: { name: 'n'.repeat(200), text: '' } });
    expect(status).toBe(201);
  });

  test('bytes that are not UTF-8', async () => {
    const bytes = new Uint8Array([...Buffer.from('{"name":"'), 0xc3, 0x28, ...Buffer.from('","text":""}')]);
    expect(await post(bytes)).toMatchObject({
      status: 400,
      detail: 'The body is not valid UTF-8: send JSON encoded as UTF-8.',
    });
  });

  test.each([
    ['what is not JSON', '{"name":'],
    ['an empty body', ''],
    ['a key that reaches for the prototype', '{"name":"n","text":"","__proto__":{"status":"done"}}'],
    ['a key that reaches for the constructor', '{"name":"n","text":"","constructor":{"prototype":{}}}'],
  ])('%s', async (_, body) => {
    expect(await post(body)).toMatchObject({ type: 'urn:asbuilt:problem:request-malformed', status: 400 });
  });

  test.each(['text/plain', 'application/xml', 'multipart/form-data'])('%s instead of JSON', async (type) => {
    expect(await post('x', type)).toMatchObject({ type: 'urn:asbuilt:problem:media-type-unsupported', status: 415 });
  });
});

describe('a request that leads nowhere is a problem', () => {
  test('at an address that is not known', async () => {
    expect((await service.ask('GET', '/nowhere')).body).toMatchObject({
      type: 'urn:asbuilt:problem:route-unknown',
      status: 404,
    });
  });

  test('at an address that cannot be decoded', async () => {
    expect((await service.ask('GET', '/overviews/%zz')).body).toMatchObject({
      status: 400,
      requestId: expect.stringMatching(/./),
    });
  });

  test('when it is no HTTP at all', async () => {
    const answer = await sendRaw('HELLO\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json\r\n/);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
      type: 'urn:asbuilt:problem:request-malformed',
      status: 400,
    });
  });

  test('when its head is longer than Node reads', async () => {
    expect(await sendRaw(`GET / HTTP/1.1\r\nx-long: ${'x'.repeat(40_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('a request id', () => {
  test('is the one the caller gave, in the answer and in the problem', async () => {
    const { headers, body } = await service.ask('GET', '/nowhere', { headers: { 'x-request-id': 'caller-1' } });
    expect([headers.get('x-request-id'), body['requestId']]).toEqual(['caller-1', 'caller-1']);
  });

  test.each(['', 'with spaces', 'x'.repeat(129), '{"level":"fatal"}'])(
    'is a new one instead of "%s"',
    async (given) => {
      const { headers } = await service.ask('GET', '/health', { headers: { 'x-request-id': given } });
      expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    },
  );
});

function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (data: string) => {
      answer += data;
    });
    socket.once('close', () => resolve(answer)).once('error', reject);
  });
}
