import { execFile } from 'node:child_process';
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const api = JSON.stringify(
  { name: 'desk', scripts: { start: 'node .' }, dependencies: { fastify: '5.0.0', pg: '8.0.0' } },
  null,
  2,
);

describe('asbuilt survey', () => {
  it('prints an overview on standard output and the sources beside it', async () => {
    const folder = await temporaryFolder({ 'package.json': api });
    const { code, out, err } = await runCli(folder, ['survey']);
    expect(code).toBe(0);
    expect(out).toMatch(/^---\nstatus: "draft"\ntype: "architecture"\n---\n\n# desk: Architecture Overview\n/);
    expect(err).toMatch(/^Desk +Fastify, by the dependency fastify 5\.0\.0 +package\.json:7$/m);
    expect(err).toContain('surveyed: 2 services.');
  });

  it('writes it with --out, so that check accepts it', async () => {
    const folder = await temporaryFolder({ 'desk/package.json': api });
    const { code, out, err } = await runCli(folder, ['survey', 'desk', '--out', 'desk/overview.md']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('wrote desk/overview.md: 2 services.');
    const checked = await runCli(folder, ['check', 'desk/overview.md']);
    expect(checked.code).toBe(0);
    expect(checked.out).toMatch(/^0 errors, \d+ warnings(?:, \d+ for information)? in desk\/overview\.md$/m);
    expect(await runCli(folder, ['model', 'desk/overview.md'])).toMatchObject({ code: 0 });
  });

  it('overwrites nothing without --force', async () => {
    const folder = await temporaryFolder({ 'package.json': api, 'overview.md': 'mine\n' });
    const { code, err } = await runCli(folder, ['survey', '--out', 'overview.md']);
    expect({ code, err }).toEqual({
      code: 2,
      err: 'asbuilt: overview.md exists already: name another file, or overwrite it with --force.\n',
    });
    expect(await readFile(join(folder, 'overview.md'), 'utf8')).toBe('mine\n');
    expect(await runCli(folder, ['survey', '--out', 'overview.md', '--force'])).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, 'overview.md'), 'utf8')).toContain('Fastify');
  });

  it('looks at what git tracks or would track, and follows no link', async () => {
    const folder = await temporaryFolder({
      'package.json': api,
      '.gitignore': 'old/\n',
      'old/package.json': api.replace('desk', 'old'),
      'node_modules/express/package.json': api,
    });
    await symlink(join(folder, 'old/package.json'), join(folder, 'package-link.json'));
    expect((await runCli(folder, ['survey'])).err).toContain('surveyed: 3 services.');
    await promisify(execFile)('git', ['init', '--quiet'], { cwd: folder });
    expect((await runCli(folder, ['survey'])).err).toContain('surveyed: 2 services.');
    await promisify(execFile)('git', ['add', '.gitignore', 'package.json'], { cwd: folder });
    expect((await runCli(folder, ['survey'])).out).not.toContain('| Old |');
  });

  it('exits with 2 when there is no such folder', async () => {
    const { code, err } = await runCli(await temporaryFolder(), ['survey', 'nowhere']);
    expect({ code, err }).toEqual({ code: 2, err: 'asbuilt: nowhere: there is no such folder.\n' });
  });

  it('finds the services of this very repository', async () => {
    const root = fileURLToPath(new URL('../../../../', import.meta.url));
    const { out } = await runCli(root, ['survey']);
    for (const name of ['Studio', 'API', 'Database']) expect(out).toMatch(new RegExp(`^\\| ${name} \\|`, 'm'));
    expect(out).toContain('Studio=Next.js@16');
  });
});
