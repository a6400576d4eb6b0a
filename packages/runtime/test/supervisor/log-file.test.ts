import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLogFile } from '../../src/supervisor/log-file.ts';
import { scratch } from '../sample-system.ts';

test('a line that comes when the log is closed troubles nobody', async () => {
  const folder = await scratch();
  const log = openLogFile(folder);
  log.write('first\n');
  await log.close();
  log.write('late\n');
  expect(await readFile(join(folder, 'log.jsonl'), 'utf8')).toBe('first\n');
});
