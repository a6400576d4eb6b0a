import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../support/client.ts';
import { type DatabaseServer, run, startDatabaseServer } from '../support/database.ts';
import { contradictoryOverview } from '../support/overview-text.ts';
import { startTestService, type TestService } from '../support/service.ts';

let server: DatabaseServer;
let url: string;
let service: TestService;

beforeAll(async () => {
  server = await startDatabaseServer();
  url = await server.createDatabase('jobs');
  service = await startTestService(url);
});
afterAll(async () => {
  await service.stop();
  await server.remove();
});

/** The counts of an overview once they are there. */
async function counted(at: string): Promise<unknown[]> {
  const { body } = await service.counted(at);
  return [body['version'], body['errors'], body['warnings']];
}

describe('after each write the findings are counted', () => {
  test('on the overview, for the version that was written', async () => {
    const at = await service.create('Orders', contradictoryOverview);
    expect(await counted(at)).toEqual([1, 1, 0]);
    const text = contradictoryOverview
      .replace('| 10s |', '| 3s |')
      .replace('| Fallback        | 30s |', '| Fallback | 5s |');
    const saved = await service.ask('PUT', at, { body: { name: 'Orders', text }, headers: { 'if-match': '"1"' } });
    expect([saved.body['errors'], saved.body['warnings']]).toEqual([null, null]);
    expect(await counted(at)).toEqual([2, 0, 0]);
  });

  test('and lists and entity tags show it', async () => {
    const at = await service.create('Orders', contradictoryOverview);
    await counted(at);
    expect((await service.ask('GET', at)).headers.get('etag')).toBe('"1-draft-1-0"');
    expect((await service.ask('GET', '/overviews?limit=1')).body['items']).toMatchObject([{ errors: 1, warnings: 0 }]);
  });

  test('for the last of many writes in a row', async () => {
    const at = await service.create('Busy', '# Busy\n');
    for (let version = 1; version <= 20; version += 1) {
      const text = version === 20 ? contradictoryOverview : `# Busy ${version}\n`;
      await service.ask('PUT', at, { body: { name: 'Busy', text }, headers: { 'if-match': `"${version}"` } });
    }
    expect(await counted(at)).toEqual([21, 1, 0]);
  });

  test('and every job is worked off, one whose overview is gone too', async () => {
    const at = await service.create('Gone');
    await service.ask('DELETE', at, { headers: { 'if-match': '*' } });
    const left = await until(
      () => run(url, 'select id, attempts, error from asbuilt_queue.jobs'),
      (jobs) => jobs.length === 0,
    );
    expect(left).toEqual([]);
  });

  test('at the next start, where an instance was killed before it came to it', async () => {
    const at = await service.create('Orphan', contradictoryOverview);
    await counted(at);
    await run(url, 'update overviews set errors = null, warnings = null where id = $1', [at.split('/').at(-1)]);
    const other = await startTestService(url);
    expect(await counted(at)).toEqual([1, 1, 0]);
    await other.stop();
  });
});
