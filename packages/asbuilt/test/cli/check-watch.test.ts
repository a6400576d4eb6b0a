import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { bundledCli, type CliProcess, startCli } from './support/cli-process.ts';
import { fewRules, overview, profile } from './support/documents.ts';
import { captured } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const profileFile = 'confer-agent.profile.yml';
const sum = /^\d+ errors?, \d+ warnings? in overview\.md$/gm;

const ownRule = (message: string): string => `export const own = {
  name: 'own', sentence: 'Own', severity: 'error', holds: [],
  check(_, report) { report({ message: '${message}', span: { from: 0, to: 1 } }); },
};
`;

/** Waits until so many rounds were printed, and says what the last one found. */
async function lastOf(cli: CliProcess, rounds: number): Promise<string> {
  const isReady = (): void => expect(cli.out().split('Ctrl-C ends.\n').length - 1).toBe(rounds);
  await vi.waitFor(isReady, { timeout: 10_000, interval: 20 });
  return cli.out().match(sum)?.at(-1) ?? '';
}

describe('asbuilt check --watch', () => {
  let bundle: Awaited<ReturnType<typeof bundledCli>>;
  beforeAll(async () => {
    bundle = await bundledCli();
  });
  afterAll(() => bundle.remove());

  it('checks again when the overview, its profile or the local one changes, and Ctrl-C ends it well', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview(), [profileFile]: profile });
    const cli = startCli(bundle.script, folder, ['check', '--watch', ...fewRules]);
    expect(await lastOf(cli, 1)).toBe('0 errors, 0 warnings in overview.md');
    await writeFile(join(folder, 'overview.md'), overview({ databaseTimeout: '12s' }));
    expect(await lastOf(cli, 2)).toBe('1 error, 0 warnings in overview.md');
    // As editors do it: write another file, and put it in the place.
    await writeFile(join(folder, '.overview.md.tmp'), overview());
    await rename(join(folder, '.overview.md.tmp'), join(folder, 'overview.md'));
    expect(await lastOf(cli, 3)).toBe('0 errors, 0 warnings in overview.md');
    await writeFile(join(folder, profileFile), profile.replace('4810', '4999'));
    expect(await lastOf(cli, 4)).toBe('1 error, 0 warnings in overview.md');
    await writeFile(join(folder, 'confer-agent.profile.local.yml'), 'http_port: 4810\n');
    expect(await lastOf(cli, 5)).toBe('0 errors, 0 warnings in overview.md');
    cli.child.kill('SIGINT');
    expect(await cli.code).toBe(0);
    expect(cli.out()).not.toContain('\u001B');
  });

  it('goes on while the overview is gone, and ends with 143 when it is told to', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview() });
    const cli = startCli(bundle.script, folder, ['check', '--watch', ...fewRules]);
    await lastOf(cli, 1);
    await rm(join(folder, 'overview.md'));
    await lastOf(cli, 2);
    expect(cli.err()).toContain('asbuilt: overview.md: there is no such file');
    await writeFile(join(folder, 'overview.md'), overview());
    expect(await lastOf(cli, 3)).toBe('0 errors, 0 warnings in overview.md');
    cli.child.kill('SIGTERM');
    expect(await cli.code).toBe(143);
  });

  it("reads a changed module of the project's own rules again", async () => {
    const folder = await temporaryFolder({
      'overview.md': overview(),
      [profileFile]: `${profile}rule_modules: own.mjs\n`,
      'own.mjs': ownRule('The first'),
    });
    const cli = startCli(bundle.script, folder, ['check', '--watch', '--rule', 'own']);
    await lastOf(cli, 1);
    expect(cli.out()).toContain('The first\n');
    await writeFile(join(folder, 'own.mjs'), ownRule('The second'));
    await lastOf(cli, 2);
    expect(cli.out()).toContain('The second\n');
  });

  it('clears the screen of a terminal before each round', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview() });
    const stop = new AbortController();
    stop.abort();
    const { io, outcome } = captured(folder, { columns: 80, signal: stop.signal });
    expect(outcome(await main(['check', '--watch'], io))).toEqual({ code: 0, out: '', err: '' });
    const running = new AbortController();
    const terminal = captured(folder, { columns: 80, signal: running.signal });
    const done = main(['check', '--watch', ...fewRules], terminal.io);
    await vi.waitFor(() => expect(terminal.outcome(0).out).toContain('Ctrl-C ends.\n'));
    running.abort();
    expect(terminal.outcome(await done).out.startsWith('\u001B[2J\u001B[3J\u001B[H0 errors')).toBe(true);
  });

  it('has nothing to watch on standard input', async () => {
    const { io, outcome } = captured(await temporaryFolder());
    expect(outcome(await main(['check', '-', '--watch'], io))).toEqual({
      code: 2,
      out: '',
      err: 'asbuilt: standard input does not change: name a file to watch.\n',
    });
  });
});
