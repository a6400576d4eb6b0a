import { execFile } from 'node:child_process';
import { lstat, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const overview = `\uFEFF---\r
status: review\r
project_profile:\r
  http_port: {{HTTP_PORT}}\r
---\r
\r
# Parcel desk   \r
\r
## Cost\r
\r
<!-- asbuilt-ignore flows-return: there was a flow once -->\r
| Service | Tier | Cost |\r
|---|---|---|\r
|  Desk|small | $40|\r
| Shelf | small | $25.50 |\r
| **Total** | | **$1,100** |`;

const mended = overview
  .replace('{{HTTP_PORT}}', '4810')
  .replace('<!-- asbuilt-ignore flows-return: there was a flow once -->\r\n', '')
  .replace('$1,100', '$65.50');

const project = { 'overview.md': overview, 'confer-agent.profile.yml': 'http_port: 4810\n' };
const only = ['--rule', 'costs-add-up,placeholders-are-resolved,exceptions-are-needed,flows-return,ports-agree'];

describe('asbuilt check --fix', () => {
  it('makes the safe repairs, touches no other byte, and says what it did', async () => {
    const folder = await temporaryFolder(project);
    const { code, out, err } = await runCli(folder, ['check', '--fix', ...only]);
    expect(await readFile(join(folder, 'overview.md'), 'utf8')).toBe(mended);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')).toEqual([
      'mended overview.md:4:14 placeholders-are-resolved: Write 4810 for {{HTTP_PORT}}',
      'mended overview.md:11:1 exceptions-are-needed: Take the exception out',
      'mended overview.md:16:19 costs-add-up: Write $65.50 as the total',
      '',
      '0 errors, 0 warnings in overview.md',
      '',
    ]);
  });

  it('has nothing to do the second time', async () => {
    const folder = await temporaryFolder(project);
    await runCli(folder, ['check', '--fix', ...only]);
    const before = await lstat(join(folder, 'overview.md'));
    expect((await runCli(folder, ['check', '--fix', ...only])).out).toBe('0 errors, 0 warnings in overview.md\n');
    expect((await lstat(join(folder, 'overview.md'))).mtimeMs).toBe(before.mtimeMs);
  });

  it('lists what it mended as data, and beside what another program reads', async () => {
    const folder = await temporaryFolder(project);
    const { out } = await runCli(folder, ['check', '--fix', '--json', '--rule', 'costs-add-up']);
    expect(JSON.parse(out)).toMatchObject({
      errors: 0,
      mended: [{ file: 'overview.md', line: 16, column: 19, rule: 'costs-add-up', title: 'Write $65.50 as the total' }],
    });
    const github = await runCli(folder, [
      'check',
      '--fix',
      '--format',
      'github',
      '--rule',
      'placeholders-are-resolved',
    ]);
    expect(github.out).toBe('');
    expect(github.err).toContain('mended overview.md:4:14 placeholders-are-resolved: ');
  });

  it('leaves what is not safe to people, and still exits with 1', async () => {
    const text =
      '## Key Services\n\n| Service | Responsibility |\n|---|---|\n| Desk | all |\n\n## Cost\n\n| Service | Cost |\n|---|---|\n| Dessk | $5 |\n';
    const folder = await temporaryFolder({ 'overview.md': text });
    const { code, out } = await runCli(folder, ['check', '--fix', '--rule', 'names-agree']);
    expect(code).toBe(1);
    expect(out).toContain('did you mean Desk?');
    expect(await readFile(join(folder, 'overview.md'), 'utf8')).toBe(text);
  });

  it('writes no document of which a part cannot be read', async () => {
    const text = overview.replace('status: review', 'status: [review');
    const folder = await temporaryFolder({ ...project, 'overview.md': text });
    const { code, err } = await runCli(folder, ['check', '--fix']);
    expect(code).toBe(1);
    expect(err).toMatch(/^asbuilt: overview\.md is left as it is: line \d+ cannot be read, .*\n$/);
    expect(await readFile(join(folder, 'overview.md'), 'utf8')).toBe(text);
  });

  it('makes no repair after which less can be read', async () => {
    const folder = await temporaryFolder({
      'overview.md': '# A\n\nAll is well.\n',
      'confer-agent.profile.yml': 'rule_modules: ./harm.mjs\n',
      'harm.mjs': `export const harm = { name: 'harm', sentence: 'A profile is broken', severity: 'error', holds: [],
        check({ profile }, report) {
          report({ message: 'No', span: { from: 0, to: 1 }, file: profile.file,
            repairs: [{ title: 'Break it', safe: true, edits: [{ span: { from: 0, to: 0 }, text: '[' }] }] });
        } };`,
    });
    const { code, err } = await runCli(folder, ['check', '--fix', '--rule', 'harm']);
    expect(code).toBe(1);
    expect(err).toContain('confer-agent.profile.yml is left as it is: with its repairs');
    expect(await readFile(join(folder, 'confer-agent.profile.yml'), 'utf8')).toBe('rule_modules: ./harm.mjs\n');
  });

  it('mends the profile, too, where a repair is there, in several rounds, and ends', async () => {
    const folder = await temporaryFolder({
      'overview.md': '# A\n\nAll is well.\n',
      'confer-agent.profile.yml': 'rule_modules: ./more.mjs\n# 0\n',
      'more.mjs': `export const more = { name: 'more', sentence: 'There is always more', severity: 'warning', holds: [],
        check({ profile }, report) {
          const from = profile.text.length - 2;
          const next = Number(profile.text[from]) + 1;
          if (next < 4) report({ message: 'More', span: { from, to: from + 1 }, file: profile.file,
            repairs: [{ title: 'Write ' + next, safe: true, edits: [{ span: { from, to: from + 1 }, text: String(next) }] }] });
        } };
        export const endless = { ...more, name: 'endless', check({ draft }, report) {
          report({ message: 'More', span: { from: 0, to: 0 },
            repairs: [{ title: 'Add', safe: true, edits: [{ span: { from: 0, to: 0 }, text: '\\n' }] }] });
        } };`,
    });
    const { out } = await runCli(folder, ['check', '--fix', '--rule', 'more']);
    expect(out.match(/^mended confer-agent\.profile\.yml:2:3 more: Write [123]$/gm)).toHaveLength(3);
    expect(await readFile(join(folder, 'confer-agent.profile.yml'), 'utf8')).toBe('rule_modules: ./more.mjs\n# 3\n');
    const endless = await runCli(folder, ['check', '--fix', '--rule', 'endless']);
    expect(endless.out.match(/^mended /gm)).toHaveLength(10);
  });

  it('keeps a link to a document a link', async () => {
    const folder = await temporaryFolder({
      'docs/real.md': overview,
      'confer-agent.profile.yml': project['confer-agent.profile.yml'],
    });
    await symlink('docs/real.md', join(folder, 'overview.md'));
    await runCli(folder, ['check', '--fix', '--rule', 'costs-add-up']);
    expect((await lstat(join(folder, 'overview.md'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, 'docs/real.md'), 'utf8')).toContain('$65.50');
  });

  it('prints with --dry-run the difference, writes nothing, and git can apply it', async () => {
    const folder = await temporaryFolder(project);
    const { code, out, err } = await runCli(folder, ['check', '--fix', '--dry-run', ...only]);
    expect(code).toBe(0);
    expect(err).toContain('would mend overview.md:16:19 costs-add-up: Write $65.50 as the total\n');
    expect(await readFile(join(folder, 'overview.md'), 'utf8')).toBe(overview);
    await writeFile(join(folder, 'it.patch'), out);
    await promisify(execFile)('git', ['apply', 'it.patch'], { cwd: folder });
    expect(await readFile(join(folder, 'overview.md'), 'utf8')).toBe(mended);
  });

  it.each([
    [['--dry-run'], '--dry-run shows what --fix would change: give both.'],
    [['--fix', '--dry-run', '--json'], '--dry-run prints a difference, not json: leave one out.'],
    [['--fix', '--watch'], '--watch only looks, so that nobody writes a file under an editor: leave --fix out.'],
    [['--fix', '-'], 'standard input cannot be written back: name a file.'],
  ])('exits with 2 for %j', async (argv, message) => {
    const folder = await temporaryFolder(project);
    expect(await runCli(folder, ['check', ...argv])).toEqual({ code: 2, out: '', err: `asbuilt: ${message}\n` });
  });
});
