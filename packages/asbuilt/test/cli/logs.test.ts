import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { describe, expect, test } from 'vitest';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const line = (fields: object): string => JSON.stringify({ level: 'info', time: minutesAgo(1), ...fields });

const lines = [
  line({ time: minutesAgo(60), service: 'API', instance: 1, msg: 'API#1 is starting' }),
  line({ service: 'API', instance: 1, stream: 'stdout', msg: 'listening on 4001' }),
  line({
    service: 'API',
    instance: 2,
    stream: 'stderr',
    level: 'warn',
    entry: { level: 40, msg: 'slow query', ms: 1200 },
    msg: 'slow query',
  }),
  line({ edge: 'Web → API', msg: 'request', status: 200 }),
  line({ service: 'Web', stream: 'stdout', level: 'error', msg: '\u001b[31mgave\u001b[0m up' }),
];

async function project(log: readonly string[] = lines): Promise<string> {
  const folder = await temporaryFolder({});
  await mkdir(join(folder, '.asbuilt'));
  await writeFile(join(folder, '.asbuilt', 'log.jsonl'), log.map((each) => `${each}\n`).join(''));
  return folder;
}

/** What is shown, without the times. */
async function shown(...options: readonly string[]): Promise<readonly string[]> {
  const { code, out, err } = await runCli(await project(), ['logs', ...options]);
  expect([code, err]).toEqual([0, '']);
  return out
    .split('\n')
    .slice(0, -1)
    .map((each) => each.replace(/^\d\d:\d\d:\d\d\.\d{3} /, ''));
}

const starting = 'API#1 │ API#1 is starting';
const listening = 'API#1 │ listening on 4001';
const slow = 'API#2 │ slow query ms=1200';
const gaveUp = 'Web   │ gave up';

describe('asbuilt logs', () => {
  test('shows what services wrote and what happened to them, with the fields of JSON lines', async () => {
    expect(await shown()).toEqual([starting, listening, slow, gaveUp]);
  });

  test('finds by service, instance, age, level and words', async () => {
    expect(await shown('api')).toEqual([starting, listening, slow]);
    expect(await shown('API', '--instance', '2')).toEqual([slow]);
    expect(await shown('Web', '--instance', '1')).toEqual([gaveUp.replace('Web  ', 'Web')]);
    expect(await shown('--since', '5m')).toEqual([listening, slow, gaveUp]);
    expect(await shown('--level', 'warn')).toEqual([slow, gaveUp]);
    expect(await shown('--grep', '^listen|ms=1\\d{3}')).toEqual([listening, slow]);
    expect(await shown('--grep', 'nothing of the kind')).toEqual([]);
  });

  test('prints the lines as they are kept for other programs', async () => {
    const { out } = await runCli(await project(), ['logs', 'Web', '--json']);
    expect(out).toBe(`${lines[4]}\n`);
  });

  test('has colours of its own at a terminal, and none of the services', async () => {
    const { out } = await runCli(await project(), ['logs', 'Web'], { color: true });
    const { cyan, dim, red } = createColors(true);
    const at = /\d\d:\d\d:\d\d\.\d{3}/.exec(out)?.[0] ?? '';
    expect(out).toBe(`${dim(at)} ${cyan('Web')} ${dim('│')} ${red('gave up')}\n`);
  });

  test('leaves out a line that its writer did not end', async () => {
    const folder = await project([...lines, '{"service":"API","msg":"hal']);
    expect((await runCli(folder, ['logs'])).out).not.toContain('hal');
  });

  test.each([
    [['logs', 'Ap'], 'the log has no line of "Ap"; did you mean "API"?'],
    [['logs', 'Billing'], 'the log has no line of "Billing"; it has lines of: API, Web.'],
    [
      ['logs', '--level', 'loud'],
      '--level loud is not known: use debug, info, warn, error; it shows what is at least as serious.',
    ],
    [
      ['logs', '--instance', 'two'],
      '--instance two is no number of an instance: give e.g. 2, as "asbuilt status" shows it.',
    ],
    [
      ['logs', '--since', 'yesterday'],
      '--since yesterday is not a length of time: write it with its unit, e.g. 30s, 10m or 30d.',
    ],
    [
      ['logs', '--grep', '('],
      '--grep ( is no regular expression: Invalid regular expression: /(/u: Unterminated group.',
    ],
  ])('%j is answered by a sentence', async (argv, sentence) => {
    expect(await runCli(await project(), argv)).toEqual({ code: 2, out: '', err: `asbuilt: ${sentence}\n` });
  });

  test('says so where nothing has run yet', async () => {
    const { code, err } = await runCli(await temporaryFolder(), ['logs']);
    expect([code, err]).toEqual([
      2,
      'asbuilt: there is no log of overview.md yet: start the system with "asbuilt up overview.md".\n',
    ]);
  });
});
