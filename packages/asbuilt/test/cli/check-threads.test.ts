import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fewRules, overview, profile } from './support/documents.ts';
import { run } from './support/packed.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const profileFile = 'confer-agent.profile.yml';
const every = (count: number, toFiles: (index: number) => Record<string, string>): Record<string, string> =>
  Object.assign({}, ...Array.from({ length: count }, (_, index) => toFiles(index)));

describe('the published asbuilt check, over a repository of 200 overviews', () => {
  let dist: string;
  const cli = (folder: string, ...argv: string[]): ReturnType<typeof run> =>
    run(process.execPath, [join(dist, 'asbuilt.js'), 'check', ...argv], folder);

  beforeAll(async () => {
    dist = await mkdtemp(join(tmpdir(), 'asbuilt-dist-'));
    await promisify(execFile)(process.execPath, ['scripts/bundle.mjs', dist], { cwd: root });
  });
  afterAll(() => rm(dist, { recursive: true, force: true }));

  it('finds in threads what one process finds, in the same order', async () => {
    const folder = await temporaryFolder({
      ...every(200, (index) => ({
        [`s${index}/overview.md`]: overview(index % 3 === 0 ? { databaseTimeout: `${10 + index}s` } : {}),
        [`s${index}/${profileFile}`]: index % 7 === 0 ? `${profile}htp_port: 1\n` : profile,
      })),
    });
    const threads = await cli(folder, '*/overview.md', ...fewRules);
    const alone = await runCli(folder, ['check', '*/overview.md', ...fewRules]);
    expect(threads).toMatchObject({ code: 1, stderr: '' });
    expect(threads.stdout).toBe(alone.out);
    expect(threads.stdout).toMatch(/\n\d+ errors, 0 warnings in 86 of 200 files\n$/);
  });

  it('checks all others when one cannot be read, or its rules cannot be loaded', async () => {
    const folder = await temporaryFolder({
      ...every(100, (index) => ({ [`s${index}/overview.md`]: overview() })),
      [`s7/${profileFile}`]: 'rule_modules: none.mjs\n',
    });
    const { code, stdout, stderr } = await cli(folder, 's*/overview.md', 'gone.md', ...fewRules);
    expect(code).toBe(2);
    expect(stdout).toBe('0 errors, 0 warnings in 99 files\n');
    expect(stderr).toMatch(/^asbuilt: s7\/.* names the rule module none\.mjs: .*\nasbuilt: gone\.md: .*\n$/);
  });

  it("runs the project's own rules in one process and in threads", async () => {
    const module = `export default { name: 'own', sentence: 'It is short', severity: 'warning', holds: [],
      check({ draft }, report) { report({ message: 'Too long', span: { from: 0, to: 3 } }); } };`;
    const own = { [profileFile]: `${profile}rule_modules: own.mjs\n`, 'own.mjs': module };
    const folder = await temporaryFolder({
      ...every(70, (index) => ({
        [`s${index}/overview.md`]: overview(),
        ...Object.fromEntries(Object.entries(own).map(([name, text]) => [`s${index}/${name}`, text])),
      })),
    });
    const one = await cli(folder, 's1/overview.md', '--rule', 'own');
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(one.stdout).toMatch(/^s1\/overview\.md:1:1 warning own\nToo long\n/);
    expect((await cli(folder, '*/overview.md', '--rule', 'own')).stdout).toMatch(
      /\n0 errors, 70 warnings in 70 of 70 files\n$/,
    );
  });

  it('reports for code scanning with pages that are there', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview({ databaseTimeout: '12s' }) });
    const { stdout } = await cli(folder, '--format', 'sarif', '--rule', 'timeouts-nest');
    expect(stdout).toContain(`"helpUri": "file://${dist}/rules/timeouts-nest.md"`);
  });
});
