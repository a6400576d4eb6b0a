import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatabaseServer, startDatabaseServer } from '../support/database.ts';
import { startTestService, type TestService } from '../support/service.ts';

let server: DatabaseServer;
let service: TestService;

beforeAll(async () => {
  server = await startDatabaseServer();
  service = await startTestService(await server.createDatabase('status'));
});
afterAll(async () => {
  await service.stop();
  await server.remove();
});

async function move(at: string, ...path: readonly string[]): Promise<unknown[]> {
  const answers = [];
  for (const status of path) answers.push(await service.ask('POST', `${at}/status`, { body: { status } }));
  return answers.map(({ status, body }) => (status === 200 ? body['status'] : body['type']));
}

describe('the status of an overview', () => {
  test('moves to done step by step, and back', async () => {
    const at = await service.create('Reviewed');
    const path = ['in_progress', 'review', 'done', 'review', 'in_progress', 'draft'];
    expect(await move(at, ...path)).toEqual(path);
    expect((await service.ask('GET', at)).body).toMatchObject({ status: 'draft', version: 1 });
  });

  test('skips no step', async () => {
    const at = await service.create('Hasty');
    expect(await move(at, 'done', 'review')).toEqual([
      'urn:asbuilt:problem:status-forbids',
      'urn:asbuilt:problem:status-forbids',
    ]);
    const { status, body } = await service.ask('POST', `${at}/status`, { body: { status: 'done' } });
    expect(status).toBe(409);
    expect(body['detail']).toBe('An overview in draft moves one step at a time: to in_progress, not to done.');
  });

  test('may be set to what it is, which changes nothing', async () => {
    const at = await service.create('Still');
    const before = (await service.ask('GET', at)).body['updatedAt'];
    expect(await move(at, 'draft')).toEqual(['draft']);
    expect((await service.ask('GET', at)).body['updatedAt']).toBe(before);
  });

  test('moves only from the version that If-Match names, where it is given', async () => {
    const at = await service.create('Guarded');
    const request = { body: { status: 'in_progress' }, headers: { 'if-match': '"2"' } };
    expect((await service.ask('POST', `${at}/status`, request)).status).toBe(412);
  });

  test('keeps what is done from being saved and deleted until it is moved back', async () => {
    const at = await service.create('Agreed');
    await move(at, 'in_progress', 'review', 'done');
    const headers = { 'if-match': '"1"' };
    const body = { name: 'Agreed', text: 'changed' };
    const refused = await service.ask('PUT', at, { body, headers });
    expect(refused.body).toMatchObject({
      type: 'urn:asbuilt:problem:status-forbids',
      status: 409,
      detail: expect.stringContaining('read-only'),
    });
    expect((await service.ask('DELETE', at, { headers })).status).toBe(409);
    await move(at, 'review');
    expect((await service.ask('PUT', at, { body, headers })).status).toBe(200);
  });

  test('moves exactly once for two who want the opposite at once', async () => {
    const at = await service.create('Torn');
    await move(at, 'in_progress');
    const moves = await Promise.all(
      ['draft', 'review'].map((status) => service.ask('POST', `${at}/status`, { body: { status } })),
    );
    expect(new Set(moves.map((answer) => answer.status))).toEqual(new Set([200, 409]));
  });

  test.each([{}, { status: 'finished' }, { status: 'review', force: true }])('cannot be moved by %j', async (body) => {
    const at = await service.create('Unmoved');
    expect((await service.ask('POST', `${at}/status`, { body })).status).toBe(422);
  });
});
