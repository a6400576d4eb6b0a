import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../support/client.ts';
import { type DatabaseServer, inDatabase, run, startDatabaseServer } from '../support/database.ts';
import { startForwarder } from '../support/forwarder.ts';
import { contradictoryOverview } from '../support/overview-text.ts';
import { startTestService } from '../support/service.ts';

let server: DatabaseServer;

beforeAll(async () => {
  server = await startDatabaseServer();
});
afterAll(() => server.remove());

describe('overviews and their versions', () => {
  test('survive a restart of the service and of the database', async () => {
    const before = await startTestService(await server.createDatabase('kept'));
    const at = await before.create('Kept', contradictoryOverview);
    await before.ask('PUT', at, { body: { name: 'Kept', text: 'two' }, headers: { 'if-match': '"1"' } });
    const saved = await before.counted(at);
    await before.stop();
    await server.restart();
    const after = await startTestService(inDatabase(server.url(), 'kept'));
    expect((await after.ask('GET', at)).body).toEqual(saved.body);
    expect((await after.ask('GET', `${at}/versions/1`)).body['text']).toBe(contradictoryOverview);
    await after.stop();
  });
});

describe('a database that goes away', () => {
  test('is a problem while it is away and none when it is back, jobs included', async () => {
    const url = new URL(await server.createDatabase('away'));
    const edge = await startForwarder(Number(url.port));
    url.port = String(edge.port);
    const service = await startTestService(url.href);
    const at = await service.create('Before');
    edge.target = 1;
    await server.restart();
    for (const path of ['/health', '/overviews', at]) {
      const { status, body } = await service.ask('GET', path);
      expect([status, body['type']]).toEqual([503, 'urn:asbuilt:problem:database-unavailable']);
    }
    edge.target = Number(new URL(server.url()).port);
    expect((await service.ask('GET', '/health')).body).toMatchObject({ status: 'ok' });
    expect((await service.ask('GET', at)).body).toMatchObject({ name: 'Before' });
    const next = await service.create('After', contradictoryOverview);
    expect((await service.counted(next)).body['errors']).toBe(1);
    await service.stop();
    await edge.stop();
  });

  test('in the middle of a job leaves no job undone', async () => {
    const direct = await server.createDatabase('midway');
    const url = new URL(direct);
    const edge = await startForwarder(Number(url.port));
    url.port = String(edge.port);
    const service = await startTestService(url.href);
    const at = await service.create('Midway', contradictoryOverview);
    await service.counted(at);

    const holder = new Client({ connectionString: direct });
    await holder.connect();
    await holder.query('update overviews set errors = null, warnings = null');
    await holder.query('begin');
    await holder.query('select id from overviews for update');
    const id = at.split('/').at(-1);
    await run(direct, "select asbuilt_queue.add_job('check-overview', jsonb_build_object('overviewId', $1::text))", [
      id,
    ]);
    const ofService = "from pg_stat_activity where application_name = 'asbuilt-api' and datname = 'midway'";
    await until(
      () => run(direct, `select pid ${ofService} and wait_event_type = 'Lock'`),
      (waiting) => waiting.length > 0,
    );
    edge.target = 1;
    await run(direct, `select pg_terminate_backend(pid) ${ofService}`);
    await until(
      () => service.ask('GET', '/health'),
      ({ status }) => status === 503,
    );
    await holder.query('rollback');
    await holder.end();
    edge.target = Number(new URL(direct).port);
    expect((await service.counted(at)).body).toMatchObject({ errors: 1, warnings: 0 });
    await service.stop();
    await edge.stop();
  });

  test('is waited for when the service starts', async () => {
    const url = new URL(await server.createDatabase('late'));
    const edge = await startForwarder(1);
    const port = Number(url.port);
    url.port = String(edge.port);
    setTimeout(() => {
      edge.target = port;
    }, 700);
    const service = await startTestService(url.href);
    expect((await service.ask('GET', '/health')).status).toBe(200);
    await service.stop();
    await edge.stop();
  });

  test('is not waited for when it refuses the password', async () => {
    const url = new URL(await server.createDatabase('closed'));
    url.password = 'wrong';
    await expect(startTestService(url.href)).rejects.toThrow(/^The database refuses: password authentication failed/);
  });
});

describe('the tables', () => {
  test.each([1, 2, 3])('are made once by instances that start at the same time, round %i', async (round) => {
    const url = await server.createDatabase(`round${round}`);
    const services = await Promise.all([startTestService(url), startTestService(url), startTestService(url)]);
    const created = await Promise.all(services.map((service) => service.create('Shared')));
    const [first] = services;
    expect((await first?.ask('GET', '/overviews'))?.body['items']).toHaveLength(3);
    expect(new Set(created).size).toBe(3);
    const applied = await run(url, 'select hash from drizzle.__drizzle_migrations');
    expect(new Set(applied.map((row) => row['hash'])).size).toBe(applied.length);
    await Promise.all(services.map((service) => service.stop()));
  });
});
