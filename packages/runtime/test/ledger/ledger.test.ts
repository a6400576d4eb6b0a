import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Ledger, openLedger, readLedger } from '#ledger/ledger';

const noon = Date.parse('2026-01-31T12:00:00Z');
const minute = 60_000;
const file = 'slo-2026-01-31.jsonl';

async function folder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'asbuilt-ledger-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

function open(directory: string, now = noon, errors: Error[] = []): Promise<Ledger> {
  return openLedger({ directory, now: () => now, onError: (error) => void errors.push(error) });
}

function line(good: number): string {
  return `{"minute":"2026-01-31T12:00Z","service":"API","good":${good},"bad":0}\n`;
}

function recordTimes(ledger: Ledger, service: string, [good, bad]: readonly [number, number], at: number): void {
  for (let index = 0; index < good; index += 1) ledger.record(service, true, at);
  for (let index = 0; index < bad; index += 1) ledger.record(service, false, at);
}

describe('a ledger', () => {
  test('sums up good and bad calls of a service over minutes', async () => {
    const ledger = await open(await folder());
    recordTimes(ledger, 'API', [3, 1], noon + 100);
    recordTimes(ledger, 'API', [2, 0], noon + minute);
    recordTimes(ledger, 'Database', [0, 7], noon);
    expect(ledger.totals('API', noon, noon + 2 * minute)).toEqual({ good: 5, bad: 1 });
    expect(ledger.totals('API', noon, noon + minute)).toEqual({ good: 3, bad: 1 });
    expect(ledger.totals('API', noon + 1, noon + minute)).toEqual({ good: 0, bad: 0 });
    expect(ledger.totals('Web', 0, noon * 2)).toEqual({ good: 0, bad: 0 });
    expect(ledger.services()).toEqual(['API', 'Database']);
    await ledger.close();
  });

  test('has its counts again after it was closed, and goes on from them', async () => {
    const directory = await folder();
    const before = await open(directory);
    recordTimes(before, 'API', [3, 1], noon);
    await before.close();
    const after = await open(directory);
    recordTimes(after, 'API', [1, 1], noon + 1000);
    await after.close();
    const third = await open(directory);
    expect(third.totals('API', noon, noon + minute)).toEqual({ good: 4, bad: 2 });
    await third.close();
  });

  test('keeps a line a minute, service and flush, and drops the superseded ones when it is opened', async () => {
    const directory = await folder();
    const ledger = await open(directory);
    for (let index = 0; index < 3; index += 1) {
      ledger.record('API', true, noon);
      await ledger.flush();
    }
    await ledger.close();
    expect(await readFile(join(directory, file), 'utf8')).toBe(line(1) + line(2) + line(3));
    await (await open(directory)).close();
    expect(await readFile(join(directory, file), 'utf8')).toBe(line(3));
  });

  test('writes every day into a file of its own', async () => {
    const directory = await folder();
    const ledger = await open(directory);
    const midnight = Date.parse('2026-02-01T00:00:00Z');
    recordTimes(ledger, 'API', [1, 0], midnight - 1);
    recordTimes(ledger, 'API', [0, 1], midnight);
    await ledger.close();
    expect((await readdir(directory)).toSorted()).toEqual([file, 'slo-2026-02-01.jsonl']);
    expect((await readLedger(directory, midnight)).totals('API', 0, midnight * 2)).toEqual({ good: 1, bad: 1 });
  });

  test('leaves days out that are more than 31 days old', async () => {
    const directory = await folder();
    const ledger = await open(directory);
    recordTimes(ledger, 'API', [1, 0], noon);
    await ledger.close();
    const later = await open(directory, noon + 40 * 24 * 60 * minute);
    expect(later.services()).toEqual([]);
    await later.close();
    expect(await readdir(directory)).toEqual([file]);
  });

  test('can be read by others while it is open', async () => {
    const directory = await folder();
    const ledger = await open(directory);
    recordTimes(ledger, 'API', [2, 1], noon);
    await ledger.flush();
    expect((await readLedger(directory, noon)).totals('API', noon, noon + minute)).toEqual({ good: 2, bad: 1 });
    await ledger.close();
    await expect(readLedger(join(directory, 'missing'), noon)).rejects.toThrow('ENOENT');
  });

  test('is on disk a second after a call was recorded', async () => {
    const directory = await folder();
    const ledger = await open(directory);
    ledger.record('API', true, noon);
    await expect
      .poll(async () => (await readLedger(directory, noon)).totals('API', noon, noon + minute))
      .toEqual({ good: 1, bad: 0 });
    await ledger.close();
  });
});

describe('what a crash leaves', () => {
  test('a torn last line is ignored and written over', async () => {
    const directory = await folder();
    const ledger = await open(directory);
    recordTimes(ledger, 'API', [2, 0], noon);
    await ledger.close();
    await appendFile(join(directory, file), '{"minute":"2026-01-31T12:01Z","serv');
    expect((await readLedger(directory, noon)).totals('API', 0, noon * 2)).toEqual({ good: 2, bad: 0 });
    const after = await open(directory);
    recordTimes(after, 'API', [0, 1], noon + minute);
    await after.close();
    expect((await readLedger(directory, noon)).totals('API', 0, noon * 2)).toEqual({ good: 2, bad: 1 });
  });

  test('a ledger that was killed amid writing opens again and has all but the last second', async () => {
    const directory = await folder();
    const script = join(directory, 'record.mjs');
    await build({
      stdin: { contents: recordForever, resolveDir: import.meta.dirname },
      bundle: true,
      platform: 'node',
      format: 'esm',
      conditions: ['@asbuilt/source'],
      outfile: script,
    });
    const child = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    let flushed = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      flushed = Number(chunk.toString().trim().split('\n').at(-1));
    });
    await expect.poll(() => flushed).toBeGreaterThan(2000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const ledger = await open(directory, Date.now());
    expect(ledger.totals('API', 0, Date.now() * 2).good).toBeGreaterThanOrEqual(flushed);
    await ledger.close();
  });
});

/** Records as fast as it can, and prints after each flush how much is on disk for sure. */
const recordForever = `
  import { openLedger } from '#ledger/ledger';
  const onError = (error) => { throw error; };
  const ledger = await openLedger({ directory: process.argv[2], now: Date.now, onError });
  for (let good = 1; ; good += 1) {
    ledger.record('API', true, Date.now());
    if (good % 50 !== 0) continue;
    await ledger.flush();
    process.stdout.write(good + '\\n');
  }
`;

describe('what goes wrong is said', () => {
  test('a line that is no record is named by file and line', async () => {
    const directory = await folder();
    for (const bad of [
      'garbage',
      '{"minute":"x","service":"API","good":1,"bad":0}',
      '[]',
      '{"minute":"2026-01-31T12:00Z","service":"API","good":-1,"bad":0}',
    ]) {
      await writeFile(join(directory, file), `${line(1)}${bad}\n`);
      await expect(open(directory)).rejects.toThrow(`${file}:2 is not a record of the SLO ledger.`);
    }
  });

  test('counts that cannot be written are kept, told of, and written when that is possible again', async () => {
    const directory = await folder();
    const errors: Error[] = [];
    const ledger = await open(directory, noon, errors);
    await rm(directory, { recursive: true });
    recordTimes(ledger, 'API', [2, 0], noon);
    await expect(ledger.flush()).rejects.toThrow('ENOENT');
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    await mkdir(directory);
    await ledger.close();
    expect((await readLedger(directory, noon)).totals('API', noon, noon + minute)).toEqual({ good: 2, bad: 0 });
  });
});
