import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { eventually, oneService, sample } from '../sample-system.ts';
import { logOf, runApart, systemProgram } from './apart.ts';

const profile =
  'http_port: PORT\nservices:\n  Web: { command: node server.mjs, health: /health, starts_within: 60s }\n';

/**
 * Lets a process write files up to a size: the kernel refuses what goes beyond, as it does on a full disk (setrlimit(2)).
 * A file system of our own would need root.
 */
async function limitFiles(pid: number | undefined, bytes: number | 'unlimited'): Promise<void> {
  await promisify(execFile)('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}

const hasPrlimit = await promisify(execFile)('prlimit', ['--version']).then(
  () => true,
  () => false,
);

const count = (text: string, part: string): number => text.split(part).length - 1;

async function goodCalls(directory: string): Promise<number> {
  const folder = join(directory, '.asbuilt', 'ledger');
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
  const latest = new Map<string, number>();
  for (const line of texts.flatMap((text) => text.trimEnd().split('\n'))) {
    const [, minute, good] = /"minute":"([^"]+)".*"good":(\d+)/.exec(line) ?? [];
    if (minute !== undefined) latest.set(minute, Number(good));
  }
  return [...latest.values()].reduce((sum, good) => sum + good, 0);
}

test.skipIf(!hasPrlimit)(
  'while nothing can be written, calls are answered and services are started again; it is said once, and what was counted is written later',
  async () => {
    const made = await sample(profile, oneService);
    const live = await runApart(await systemProgram(), made, oneService.overview);
    let answered = 0;
    const ask = async (path: string): Promise<number> => {
      const { status } = await fetch(live.entryUrl + path);
      if (status === 200) answered += 1;
      return status;
    };
    expect(await ask('/before')).toBe(200);
    await eventually(async () => (await goodCalls(made.directory)) === 1, 60_000);

    await limitFiles(live.child.pid, 0);
    for (let call = 0; call < 200; call += 1) expect(await ask('/meanwhile')).toBe(200);
    await eventually(() => live.said().includes('The ledger cannot be written'), 60_000);
    await eventually(() => live.said().includes('The log cannot be written'), 60_000);
    expect(await ask('/die')).toBe(502);
    await eventually(async () => (await ask('/again')) === 200, 60_000);
    for (let call = 0; call < 200; call += 1) expect(await ask('/meanwhile')).toBe(200);
    const said = live.said();
    expect([count(said, 'The ledger cannot be written'), count(said, 'The log cannot be written')]).toEqual([1, 1]);
    expect(said).toContain('run.json cannot be written: EFBIG');

    await limitFiles(live.child.pid, 'unlimited');
    await eventually(() => live.said().includes('The ledger is written again'), 60_000);
    expect(await ask('/after')).toBe(200);
    await eventually(async () => (await goodCalls(made.directory)) === answered, 60_000);
    const paths = async (): Promise<string> => (await logOf(made)).join('\n');
    await eventually(async () => (await paths()).includes('/after'), 60_000);
    expect(live.said()).toContain('The log is written again');
    // Whole lines, those of the time without a disk among them.
    const lines = (await logOf(made)).map((line): unknown => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(400);
    expect(count(await paths(), '/meanwhile')).toBe(400);
  },
  240_000,
);
