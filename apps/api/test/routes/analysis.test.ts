import { check, findingsJson } from '@asbuilt/core/check';
import { link, modelJson, read, template } from '@asbuilt/core/overview';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatabaseServer, startDatabaseServer } from '../support/database.ts';
import { contradictoryOverview } from '../support/overview-text.ts';
import { startTestService, type TestService } from '../support/service.ts';

let server: DatabaseServer;
let service: TestService;

beforeAll(async () => {
  server = await startDatabaseServer();
  service = await startTestService(await server.createDatabase('analysis'));
});
afterAll(async () => {
  await service.stop();
  await server.remove();
});

/** The place of `wanted` in the text, 1-based, end exclusive. */
function placeOf(wanted: string, after: string): Record<string, number> {
  const lines = contradictoryOverview.split('\n');
  const index = lines.findIndex((line) => line.includes(after));
  const column = (lines[index] ?? '').indexOf(wanted, (lines[index] ?? '').indexOf(after)) + 1;
  return { line: index + 1, column, endLine: index + 1, endColumn: column + wanted.length };
}

const contradiction = {
  file: 'overview.md',
  findings: [
    {
      rule: 'timeouts-nest',
      severity: 'error',
      message: expect.stringMatching(/API.*30 s.*40 s.*Auth 10 s.*Database 30 s/),
      ...placeOf('30s', 'API down'),
      notes: expect.arrayContaining([{ message: 'Auth may take 10 s', ...placeOf('10s', 'Auth service down') }]),
      help: expect.stringMatching(/less than 30 s/),
    },
  ],
  errors: 1,
  warnings: 0,
};

describe('the findings', () => {
  test('of an overview name what contradicts itself, where, and what to do', async () => {
    const at = await service.create('Orders', contradictoryOverview);
    const { status, body } = await service.ask('GET', `${at}/findings`);
    expect([status, body]).toEqual([200, contradiction]);
  });

  test('of a text come without keeping it', async () => {
    const before = (await service.ask('GET', '/overviews')).body['items'];
    const { status, body } = await service.ask('POST', '/check', { body: { text: contradictoryOverview } });
    expect([status, body]).toEqual([200, contradiction]);
    expect((await service.ask('GET', '/overviews')).body['items']).toHaveLength(Object(before).length);
  });

  test.each([
    ['an empty text', ''],
    ['the template', template],
    ['text of another kind', 'one\r\ntwo \u{1f600}\n| a |\n'],
  ])('of %s are those of the command line, every key of them', async (_, text) => {
    const draft = read(text);
    const expected = findingsJson('overview.md', text, check({ file: 'overview.md', draft, model: link(draft) }));
    expect((await service.ask('POST', '/check', { body: { text } })).body).toEqual(
      JSON.parse(JSON.stringify(expected)),
    );
  });

  test('are not looked for in what is no text', async () => {
    expect((await service.ask('POST', '/check', { body: { text: 'a\0b' } })).status).toBe(422);
    expect((await service.ask('POST', '/check', { body: {} })).status).toBe(422);
    expect((await service.ask('GET', '/overviews/01998f2e-6c1a-7b3e-9d52-4f0a6b1c2d3e/findings')).status).toBe(404);
  });
});

describe('the model of an overview', () => {
  test('holds what the text states', async () => {
    const at = await service.create('Orders', contradictoryOverview);
    const { status, body } = await service.ask('GET', `${at}/model`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      title: 'Architecture Overview: Orders',
      services: [{ name: 'Frontend' }, { name: 'API' }, { name: 'Auth' }, { name: 'Database', protocol: 'TCP' }],
      failures: [
        { service: 'Database', timeoutMs: 30_000 },
        { service: 'Auth', timeoutMs: 10_000 },
        { service: 'API', timeoutMs: 30_000 },
      ],
    });
  });

  test('is that of the command line, every key of it, holes included', async () => {
    const at = await service.create('Template', template);
    const { body } = await service.ask('GET', `${at}/model`);
    expect(body).toEqual(JSON.parse(JSON.stringify(modelJson(read(template)))));
    expect(JSON.stringify(body)).toContain('"hole":"token"');
  });

  test('is not there without the overview', async () => {
    expect((await service.ask('GET', '/overviews/01998f2e-6c1a-7b3e-9d52-4f0a6b1c2d3e/model')).status).toBe(404);
  });
});
