import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../../scripts/lib/children.mjs';
import { root } from '../../scripts/lib/root.mjs';

const config = `export default { test: { globals: true, include: ['*.case.js'] } };`;

const cases = `
  it('passes', () => {});
  it('fails', () => { throw new Error('as it should'); });
  it('needs another machine', (context) => context.skip('there is no other machine'));
  it.skip('is left out', () => {});
  describe('with a broken hook', () => {
    beforeAll(() => { throw new Error('as it should'); });
    it('cannot run', () => {});
  });
`;

describe('npm test', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'asbuilt-npm-test-'));
    await writeFile(join(folder, 'vitest.config.mjs'), config);
    await writeFile(join(folder, 'some.case.js'), cases);
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function npmTest(
    args: readonly string[],
    ci: string,
  ): Promise<{ readonly code: number; readonly lines: string[] }> {
    const env = { ...process.env, CI: ci };
    const script = join(root, 'scripts', 'test.mjs');
    // Of standard output alone: what stands in the other stream may be read later than what was written after it.
    return new Promise((resolve) => {
      execFile(process.execPath, [script, ...args, '--root', folder], { env }, (error, output) =>
        resolve({ code: Number(error?.code ?? 0), lines: output.trimEnd().split('\n') }),
      );
    });
  }

  it('counts passed and failed tests and broken hooks, and says why a test was skipped', async () => {
    const { code, lines } = await npmTest(['some.case'], '');
    expect(lines.slice(-5)).toEqual([
      'skipped: needs another machine (there is no other machine)',
      'skipped: is left out (no reason is given)',
      'failed: some.case.js > fails: as it should',
      'failed: some.case.js > with a broken hook: as it should',
      '1 passed, 2 failed',
    ]);
    expect(code).toBe(1);
  });

  it('counts a skipped test as failed with CI=true', async () => {
    const { code, lines } = await npmTest(['some.case'], 'true');
    expect(lines).toContain('With CI=true a skipped test counts as failed.');
    expect(lines.at(-1)).toBe('1 passed, 4 failed');
    expect(code).toBe(1);
  });

  it('looks once more, with CI=true, at what failed, and tells of what passes then', async () => {
    const marker = JSON.stringify(join(folder, 'was-here'));
    await writeFile(
      join(folder, 'once.case.js'),
      `import { existsSync, writeFileSync } from 'node:fs';
      it('fails the first time', () => {
        if (existsSync(${marker})) return;
        writeFileSync(${marker}, '');
        throw new Error('too busy');
      });`,
    );
    const { code, lines } = await npmTest(['once.case'], 'true');
    expect(lines.slice(-2)).toEqual([
      'unsteady: once.case.js > fails the first time passed with nothing beside it; before that: too busy',
      '1 passed, 0 failed',
    ]);
    expect(code).toBe(0);
  });

  it('leaves out what a pattern leaves out, without calling it skipped', async () => {
    const { code, lines } = await npmTest(['some.case', '--testNamePattern', '^passes$'], 'true');
    expect(lines.at(-1)).toBe('1 passed, 0 failed');
    expect(code).toBe(0);
  });

  it('fails when no file has the name', async () => {
    const { code, lines } = await npmTest(['no-such-name'], '');
    expect(lines.at(-1)).toBe('0 passed, 1 failed');
    expect(code).toBe(1);
  });
});

describe('npm run check', () => {
  it('says which checks there are when asked for another', async () => {
    const { code, output } = await collect(process.execPath, [join(root, 'scripts', 'check.mjs'), 'spelling']);
    expect(output.trim()).toBe('There is no check named spelling. There are: types, lint, unused, deps, docs, format.');
    expect(code).toBe(2);
  });
});
