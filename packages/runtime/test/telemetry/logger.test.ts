import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { logToFile, openLogger } from '#telemetry/logger';

test('a line is JSON with the level as a word, the time as ISO 8601, and nothing about the machine', () => {
  const lines: string[] = [];
  const log = openLogger({ level: 'info', sink: { write: (line) => void lines.push(line) } });
  log.child({ edge: 'Web → API' }).warn({ status: 503 }, 'request');
  log.debug('not at this level');
  expect(lines).toHaveLength(1);
  const line = JSON.parse(lines[0] ?? '');
  expect(line).toEqual({ level: 'warn', time: expect.any(String), edge: 'Web → API', status: 503, msg: 'request' });
  expect(new Date(line.time).toISOString()).toBe(line.time);
});

test('lines reach their file soon, and all of them when the sink closes', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'asbuilt-log-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(directory, 'logs', 'up.jsonl');
  const sink = logToFile(path);
  const log = openLogger({ level: 'info', sink });
  const count = async (): Promise<number> => (await readFile(path, 'utf8')).split('\n').length - 1;
  log.info('first');
  await expect.poll(count).toBe(1);
  for (let index = 0; index < 1000; index += 1) log.info({ index }, 'more');
  await sink.close?.();
  expect(await count()).toBe(1001);
});

const fullDevice = '/dev/full';

test.skipIf(!existsSync(fullDevice))(
  'a file that cannot be written is warned of once, and an error when the sink closes',
  async () => {
    const warnings: string[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));
    const sink = logToFile(fullDevice);
    const log = openLogger({ level: 'info', sink });
    for (let index = 0; index < 3; index += 1) {
      log.info('lost');
      await expect.poll(() => warnings).toHaveLength(1);
    }
    expect(warnings[0]).toContain('The log cannot be written: ENOSPC');
    await expect(sink.close?.()).rejects.toThrow('ENOSPC');
  },
);
