import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { type CliProcess, cliProgram } from './support/cli-process.ts';
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

/** How many rounds were printed so far. */
const roundsOf = (cli: CliProcess): number => cli.out().split('Ctrl-C ends.\n').length - 1;

/** Waits until another round than so many found this. A file that is just being written may have a round of its own before. */
async function finds(cli: CliProcess, found: string, after = 0): Promise<void> {
  const last = (): readonly unknown[] => [
    roundsOf(cli) > after && cli.out().endsWith('Ctrl-C ends.\n'),
    cli.out().match(sum)?.at(-1),
  ];
  await expect.poll(last).toEqual([true, found]);
}

describe('asbuilt check --watch', () => {
  const program = cliProgram();

  it('checks again when the overview, its profile or the local one changes, and Ctrl-C ends it well', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview(), [profileFile]: profile });
    const cli = program.start(folder, ['check', '--watch', ...fewRules]);
    await finds(cli, '0 errors, 0 warnings in overview.md');
    await writeFile(join(folder, 'overview.md'), overview({ databaseTimeout: '12s' }));
    await finds(cli, '1 error, 0 warnings in overview.md');
    // As editors do it: write another file, and put it in the place.
    await writeFile(join(folder, '.overview.md.tmp'), overview());
    await rename(join(folder, '.overview.md.tmp'), join(folder, 'overview.md'));
    await finds(cli, '0 errors, 0 warnings in overview.md');
    await writeFile(join(folder, profileFile), profile.replace('4810', '4999'));
    await finds(cli, '1 error, 0 warnings in overview.md');
    await writeFile(join(folder, 'confer-agent.profile.local.yml'), 'http_port: 4810\n');
    await finds(cli, '0 errors, 0 warnings in overview.md');
    cli.child.kill('SIGINT');
    expect(await cli.code).toBe(0);
    expect(cli.out()).not.toContain('\u001B');
  });

  it('goes on while the overview is gone, and ends with 143 when it is told to', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview() });
    const cli = program.start(folder, ['check', '--watch', ...fewRules]);
    await finds(cli, '0 errors, 0 warnings in overview.md');
    await rm(join(folder, 'overview.md'));
    await expect.poll(() => cli.err()).toContain('asbuilt: overview.md: there is no such file');
    await expect.poll(() => roundsOf(cli)).toBeGreaterThan(1);
    const rounds = roundsOf(cli);
    await writeFile(join(folder, 'overview.md'), overview());
    await finds(cli, '0 errors, 0 warnings in overview.md', rounds);
    cli.child.kill('SIGTERM');
    expect(await cli.code).toBe(143);
  });

  it("reads a changed module of the project's own rules again", async () => {
    const folder = await temporaryFolder({
      'overview.md': overview(),
      [profileFile]: `${profile}rule_modules: own.mjs\n`,
      'own.mjs': ownRule('The first'),
    });
    const cli = program.start(folder, ['check', '--watch', '--rule', 'own']);
    await expect.poll(() => cli.out()).toMatch(/The first\n[^]*Ctrl-C ends\.\n$/);
    await writeFile(join(folder, 'own.mjs'), ownRule('The second'));
    await expect.poll(() => cli.out()).toContain('The second\n');
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
    await expect.poll(() => terminal.outcome(0).out).toContain('Ctrl-C ends.\n');
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
