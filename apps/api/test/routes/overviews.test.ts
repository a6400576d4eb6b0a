import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatabaseServer, startDatabaseServer } from '../support/database.ts';
import { startTestService, type TestService } from '../support/service.ts';

let server: DatabaseServer;
let service: TestService;

beforeAll(async () => {
  server = await startDatabaseServer();
  service = await startTestService(await server.createDatabase('overviews'));
});
afterAll(async () => {
  await service.stop();
  await server.remove();
});

const uuidV7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const absent = '/overviews/01998f2e-6c1a-7b3e-9d52-4f0a6b1c2d3e';

describe('an overview is created', () => {
  test('as a draft at version 1, and the answer says where it is', async () => {
    const created = await service.ask('POST', '/overviews', { body: { name: 'Web shop', text: '# Shop\n' } });
    expect(created.status).toBe(201);
    expect(created.headers.get('etag')).toBe('"1-draft"');
    expect(created.body).toEqual({
      id: expect.stringMatching(uuidV7),
      name: 'Web shop',
      text: '# Shop\n',
      status: 'draft',
      version: 1,
      errors: null,
      warnings: null,
      createdAt: expect.stringMatching(instant),
      updatedAt: created.body['createdAt'],
    });
    expect(created.headers.get('location')).toBe(`/overviews/${String(created.body['id'])}`);
  });

  test('and its text comes back as it was, character by character', async () => {
    const text = '\u{feff}# Ünïcödé 🏗️\r\n\tTab, \\u0000 spelled out, \u200B and no newline at the end';
    const at = await service.create('Characters', text);
    expect((await service.ask('GET', at)).body['text']).toBe(text);
  });

  test('with a text that fills the limit of a body, but no longer one', async () => {
    const name = 'Long';
    const frame = JSON.stringify({ name, text: '' }).length;
    const longest = 'x'.repeat(2 * 1024 * 1024 - frame);
    expect((await service.ask('POST', '/overviews', { body: { name, text: longest } })).status).toBe(201);
    const longer = await service.ask('POST', '/overviews', { body: { name, text: `${longest}x` } });
    expect(longer.body).toMatchObject({ type: 'urn:asbuilt:problem:body-too-large', status: 413 });
  });
});

describe('an overview is read', () => {
  test('unless the client holds it already', async () => {
    const at = await service.create('Held');
    const etag = (await service.counted(at)).headers.get('etag') ?? '';
    const again = await service.ask('GET', at, { headers: { 'if-none-match': etag } });
    expect([again.status, again.headers.get('etag'), again.body]).toEqual([304, etag, {}]);
    const other = await service.ask('GET', at, { headers: { 'if-none-match': '"0-draft"' } });
    expect(other.status).toBe(200);
  });

  test.each([
    ['that was deleted or never was', absent, 'overview-unknown', 'There is no such overview'],
    ['by an id that is none', '/overviews/shop', 'route-unknown', 'There is nothing at this address'],
    ['by a NUL', '/overviews/%00', 'route-unknown', 'There is nothing at this address'],
  ])('but not one %s', async (_, path, type, title) => {
    const answer = await service.ask('GET', path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ type: `urn:asbuilt:problem:${type}`, title, status: 404 });
  });
});

describe('an overview is saved', () => {
  test('as the next version, when the request names the present one', async () => {
    const at = await service.create('Shop');
    const saved = await service.ask('PUT', at, {
      body: { name: 'Web shop', text: 'two' },
      headers: { 'if-match': '"1"' },
    });
    expect(saved.status).toBe(200);
    expect(saved.body).toMatchObject({ name: 'Web shop', text: 'two', version: 2, errors: null });
    expect(saved.headers.get('etag')).toBe('"2-draft"');
    expect((await service.ask('GET', at)).body['text']).toBe('two');
  });

  test('with any of the tags that the API gave out for the version', async () => {
    const at = await service.create('Tags');
    const etag =
      (await service.ask('POST', `${at}/status`, { body: { status: 'in_progress' } })).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"1-in_progress/);
    const saved = await service.ask('PUT', at, {
      body: { name: 'Tags', text: '2' },
      headers: { 'if-match': '"1-draft"' },
    });
    expect(saved.body).toMatchObject({ version: 2, status: 'in_progress' });
  });

  test('not when somebody else has saved meanwhile', async () => {
    const at = await service.create('Contested');
    await service.ask('PUT', at, { body: { name: 'Contested', text: 'theirs' }, headers: { 'if-match': '"1"' } });
    const stale = await service.ask('PUT', at, {
      body: { name: 'Contested', text: 'mine' },
      headers: { 'if-match': '"1"' },
    });
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({
      type: 'urn:asbuilt:problem:version-stale',
      detail: 'The overview is at version 2, and the request changes version 1: read it again and merge.',
    });
    expect((await service.ask('GET', at)).body).toMatchObject({ text: 'theirs', version: 2 });
  });

  test('not when the request does not say which version it changes', async () => {
    const at = await service.create('Blind');
    const blind = await service.ask('PUT', at, { body: { name: 'Blind', text: 'over' } });
    expect(blind.status).toBe(428);
    expect(blind.body['detail']).toMatch(/If-Match/);
  });

  test('by exactly one of twenty who save the same version at once', async () => {
    const at = await service.create('Race');
    const writers = Array.from({ length: 20 }, (_, writer) =>
      service.ask('PUT', at, { body: { name: 'Race', text: `writer ${writer}` }, headers: { 'if-match': '"1"' } }),
    );
    const answers = await Promise.all(writers);
    const [winner, ...others] = answers.filter((answer) => answer.status === 200);
    expect(others).toEqual([]);
    expect(answers.filter((answer) => answer.status === 412)).toHaveLength(19);
    expect((await service.ask('GET', at)).body).toMatchObject({ text: winner?.body['text'], version: 2 });
    expect((await service.ask('GET', `${at}/versions`)).body['items']).toHaveLength(2);
  });

  test('not when there is none', async () => {
    const answer = await service.ask('PUT', absent, { body: { name: 'x', text: '' }, headers: { 'if-match': '*' } });
    expect(answer.status).toBe(404);
  });
});

describe('an overview is deleted', () => {
  test('with its versions, when the request names the present one', async () => {
    const at = await service.create('Short-lived');
    expect((await service.ask('DELETE', at)).status).toBe(428);
    expect((await service.ask('DELETE', at, { headers: { 'if-match': '"2"' } })).status).toBe(412);
    const gone = await service.ask('DELETE', at, { headers: { 'if-match': '"1"' } });
    expect([gone.status, gone.body]).toEqual([204, {}]);
    expect((await service.ask('GET', at)).status).toBe(404);
    expect((await service.ask('GET', `${at}/versions`)).status).toBe(404);
    expect((await service.ask('GET', `${at}/versions/1`)).status).toBe(404);
    expect((await service.ask('DELETE', at, { headers: { 'if-match': '"1"' } })).status).toBe(404);
  });
});

describe('every saved text is kept', () => {
  test('and listed, the newest first', async () => {
    const at = await service.create('Kept', 'one');
    for (const [version, text] of [
      [1, 'two'],
      [2, 'three'],
    ] as const) {
      await service.ask('PUT', at, { body: { name: `Kept ${text}`, text }, headers: { 'if-match': `"${version}"` } });
    }
    const { body } = await service.ask('GET', `${at}/versions?limit=2`);
    expect(body).toMatchObject({
      items: [
        { version: 3, name: 'Kept three' },
        { version: 2, name: 'Kept two' },
      ],
      next: 2,
    });
    const rest = await service.ask('GET', `${at}/versions?limit=2&after=2`);
    expect(rest.body).toEqual({
      items: [{ version: 1, name: 'Kept', savedAt: expect.stringMatching(instant) }],
      next: null,
    });
    expect((await service.ask('GET', `${at}/versions/1`)).body).toMatchObject({ version: 1, text: 'one' });
    expect((await service.ask('GET', `${at}/versions/4`)).body).toMatchObject({
      type: 'urn:asbuilt:problem:version-unknown',
    });
  });
});
