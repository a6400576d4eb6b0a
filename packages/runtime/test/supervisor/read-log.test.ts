import { existsSync } from 'node:fs';
import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLogFile } from '#supervisor/log-file';
import { readLog } from '#supervisor/read-log';
import { eventually, scratch } from '../sample-system.ts';

async function all(stateDirectory: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of readLog({ stateDirectory })) lines.push(line);
  return lines;
}

describe('the log', () => {
  test('is several files, of which the oldest is gone in the end, read from old to new', async () => {
    const folder = await scratch();
    const half = `${'x'.repeat(8 * 1024 * 1024)}\n`;
    const log = openLogFile(folder);
    for (let file = 1; file <= 7; file += 1) {
      log.write(`${file}\n`);
      await eventually(() => existsSync(join(folder, 'log.jsonl')), 60_000);
      log.write(half);
      log.write(half);
    }
    log.write('last\n');
    await log.close();
    expect((await readdir(folder)).toSorted()).toEqual([
      'log.1.jsonl',
      'log.2.jsonl',
      'log.3.jsonl',
      'log.4.jsonl',
      'log.jsonl',
    ]);
    expect((await all(folder)).filter((line) => line.length < 10)).toEqual(['4', '5', '6', '7', 'last']);
  });

  test('puts what the last run wrote aside', async () => {
    const folder = await scratch();
    for (const run of ['first', 'second']) {
      const log = openLogFile(folder);
      log.write(`${run}\n`);
      await log.close();
    }
    expect(await all(folder)).toEqual(['first', 'second']);
  });

  test('is nothing where there is none, and holds back a line that is not whole', async () => {
    const folder = await scratch();
    expect(await all(folder)).toEqual([]);
    await writeFile(join(folder, 'log.jsonl'), 'whole\nhal');
    expect(await all(folder)).toEqual(['whole']);
  });

  test('is followed from before there is one, across files and letters that arrive in halves', async () => {
    const folder = await scratch();
    const ending = new AbortController();
    const lines: string[] = [];
    const reading = (async () => {
      for await (const line of readLog({ stateDirectory: folder, follow: ending.signal })) lines.push(line);
    })();
    const log = openLogFile(folder);
    log.write('one\n');
    await eventually(() => lines.length === 1, 60_000);
    await log.close();
    const again = openLogFile(folder);
    again.write('two\n');
    await eventually(() => lines.length === 2, 60_000);
    await again.close();
    const [first, second] = [Buffer.from('grü').subarray(0, 3), Buffer.from('grü').subarray(3)];
    await appendFile(join(folder, 'log.jsonl'), first);
    await new Promise((settle) => setTimeout(settle, 500));
    await appendFile(join(folder, 'log.jsonl'), Buffer.concat([second, Buffer.from('n\n')]));
    await eventually(() => lines.length === 3, 60_000);
    ending.abort();
    await reading;
    expect(lines).toEqual(['one', 'two', 'grün']);
  });
});
