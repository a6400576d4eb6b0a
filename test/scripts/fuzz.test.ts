import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect, exitCode, startChild } from '../../scripts/lib/children.mjs';
import { root } from '../../scripts/lib/root.mjs';

const script = join(root, 'scripts/fuzz.mjs');

const fuzz = (...args: readonly string[]): ReturnType<typeof collect> => collect(process.execPath, [script, ...args]);

/** Workers that speak as ours does, without its laws. */
const workers = {
  finding: `const { parentPort } = require('node:worker_threads');
    const input = { overview: 'broken', profile: '' };
    parentPort.postMessage({ kind: 'calibrated', msPerKb: 1 });
    parentPort.postMessage({ kind: 'begins', index: 4, input });
    parentPort.postMessage({ kind: 'broken', index: 4, input, breach: { law: 'all is well', message: 'it is not' } });`,
  greedy: `const { parentPort } = require('node:worker_threads');
    parentPort.postMessage({ kind: 'begins', index: 5, input: { overview: 'greedy', profile: '' } });
    const all = []; for (;;) all.push(new Array(1e6).fill({}));`,
};

describe('npm run fuzz', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'asbuilt-fuzz-test-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('tries inputs until the time is over, and says how many held', async () => {
    const { code, output } = await fuzz('--seconds', '5', '--seed', '3');
    expect(output).toMatch(/^seed 3, 5 s\n[^]*\d+ inputs \(\d+ KB\) held in \d+ s; a sound document takes/);
    expect(code).toBe(0);
  });

  it('tries one file', async () => {
    const file = join(folder, 'overview.md');
    await writeFile(file, '# T\n');
    const { code, output } = await fuzz('--file', file);
    expect(output).toContain('1 inputs');
    expect(code).toBe(0);
  });

  it.each([
    { worker: 'finding' as const, index: 4, law: 'all is well', text: 'broken' },
    { worker: 'greedy' as const, index: 5, law: 'reading ends, within bounds', text: 'greedy' },
  ])('keeps the input that breaks a law, and fails: $worker', async ({ worker, index, law, text }) => {
    const path = join(folder, 'worker.cjs');
    await writeFile(path, workers[worker]);
    // A seed that nobody takes by chance: the kept file has its name.
    const kept = join(root, '.asbuilt/fuzz', `987654321-${index}`);
    try {
      const { code, output } = await fuzz('--seed', '987654321', '--worker', path);
      expect(output).toContain(`✗ Input ${index} of seed 987654321 breaks the law: ${law}.`);
      expect(output).toContain('npm run fuzz -- --file ');
      expect(code).toBe(1);
      expect(await readFile(`${kept}.md`, 'utf8')).toBe(text);
    } finally {
      await rm(`${kept}.md`, { force: true });
      await rm(`${kept}.yml`, { force: true });
    }
  });

  it('ends with what it has when it is interrupted', async () => {
    const child = startChild(process.execPath, [script, '--seconds', '600', '--seed', '3'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    const closed = new Promise<number>((resolve) => {
      child.once('close', (code, signal) => resolve(exitCode(code, signal)));
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (output === '') setTimeout(() => child.kill('SIGINT'), 3_000);
      output += text;
    });
    expect(await closed).toBe(0);
    expect(output).toMatch(/\d+ inputs .* held in/);
  });

  it('says what is wrong with an option', async () => {
    expect(await fuzz('--seconds', 'soon')).toEqual({
      code: 2,
      output: '\n--seconds soon is no whole number: give one, e.g. --seconds 60.\n',
    });
  });
});
