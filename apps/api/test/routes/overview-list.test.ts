import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatabaseServer, startDatabaseServer } from '../support/database.ts';
import { startTestService, type TestService } from '../support/service.ts';

let server: DatabaseServer;
let service: TestService;

beforeAll(async () => {
  server = await startDatabaseServer();
  service = await startTestService(await server.createDatabase('list'));
});
afterAll(async () => {
  await service.stop();
  await server.remove();
});

async function namesFrom(path: string): Promise<{ names: unknown[]; next: string }> {
  const { status, body } = await service.ask('GET', path);
  expect(status).toBe(200);
  const items = body['items'];
  if (!Array.isArray(items)) throw new Error('The list has no items.');
  return { names: items.map((item: Record<string, unknown>) => item['name']), next: String(body['next']) };
}

describe('the list of overviews', () => {
  test('is empty at first', async () => {
    expect((await service.ask('GET', '/overviews')).body).toEqual({ items: [], next: null });
  });

  test('shows the newest first, a part at a time, each once though others come and go meanwhile', async () => {
    for (const name of ['one', 'two', 'three', 'four', 'five']) await service.create(name);
    const first = await namesFrom('/overviews?limit=2');
    expect(first.names).toEqual(['five', 'four']);
    const added = await service.create('six');
    const second = await namesFrom(`/overviews?limit=2&after=${first.next}`);
    expect(second.names).toEqual(['three', 'two']);
    await service.ask('DELETE', `/overviews/${second.next}`, { headers: { 'if-match': '*' } });
    expect(await namesFrom(`/overviews?limit=2&after=${second.next}`)).toEqual({ names: ['one'], next: 'null' });
    await service.ask('DELETE', added, { headers: { 'if-match': '*' } });
  });

  test('ends exactly where the overviews end', async () => {
    expect(await namesFrom('/overviews?limit=4')).toEqual({ names: ['five', 'four', 'three', 'one'], next: 'null' });
  });

  test('leaves the texts out', async () => {
    const { body } = await service.ask('GET', '/overviews?limit=1');
    expect(Object.keys(Object(body['items'])[0])).toEqual([
      'id',
      'name',
      'status',
      'version',
      'errors',
      'warnings',
      'createdAt',
      'updatedAt',
    ]);
  });

  test.each([
    ['limit=0', '/limit'],
    ['limit=101', '/limit'],
    ['limit=many', '/limit'],
    ['after=yesterday', '/after'],
    ['after=%00', '/after'],
  ])('refuses ?%s and says why', async (query, path) => {
    const { status, body } = await service.ask('GET', `/overviews?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      type: 'urn:asbuilt:problem:request-malformed',
      errors: [{ in: 'query', path, message: expect.stringMatching(/./) }],
    });
  });
});
