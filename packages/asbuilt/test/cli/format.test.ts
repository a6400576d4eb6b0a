import { lstat, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const untidy = `# Parcel desk

## Failure Modes

Failure | Impact | Timeout
--|--|--:
Store down | High | 30 seconds
Desk down | Low | 5s
`;

const tidy = `# Parcel desk

## Failure Modes

| Failure    | Impact | Timeout |
| ---------- | ------ | ------: |
| Store down | High   |     30s |
| Desk down  | Low    |      5s |
`;

describe('asbuilt format', () => {
  it('formats overview.md in place, says how much changed, and has nothing to do the second time', async () => {
    const folder = await temporaryFolder({ 'overview.md': untidy });
    expect(await runCli(folder, ['format'])).toEqual({
      code: 0,
      out: 'overview.md:5: 4 lines formatted\n1 file: 1 formatted\n',
      err: '',
    });
    expect(await readFile(join(folder, 'overview.md'), 'utf8')).toBe(tidy);
    expect(await runCli(folder, ['format'])).toEqual({ code: 0, out: '1 file: nothing to format\n', err: '' });
  });

  it('with --check writes nothing and answers 1 while something would change', async () => {
    const folder = await temporaryFolder({ 'overview.md': untidy, 'tidy.md': tidy });
    expect(await runCli(folder, ['format', '--check', 'overview.md', 'tidy.md'])).toEqual({
      code: 1,
      out: 'overview.md:5: 4 lines would be formatted\n2 files: 1 would be formatted\n',
      err: '',
    });
    expect(await readFile(join(folder, 'overview.md'), 'utf8')).toBe(untidy);
    expect((await runCli(folder, ['format', '--check', 'tidy.md'])).code).toBe(0);
  });

  it('formats standard input to standard output', async () => {
    const folder = await temporaryFolder();
    const given = { input: () => Promise.resolve(untidy) };
    expect(await runCli(folder, ['format', '-'], given)).toEqual({ code: 0, out: tidy, err: '' });
    expect(await runCli(folder, ['format', '-', '--check'], given)).toEqual({
      code: 1,
      out: '<stdin>:5: 4 lines would be formatted\n',
      err: '',
    });
    expect((await runCli(folder, ['format', '-', 'overview.md'], given)).code).toBe(2);
  });

  it('keeps line endings, the byte order mark, permissions and links', async () => {
    const crlf = `\uFEFF${untidy.replaceAll('\n', '\r\n')}`;
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'real.md'), crlf, { mode: 0o600 });
    await symlink('real.md', join(folder, 'overview.md'));
    expect((await runCli(folder, ['format'])).code).toBe(0);
    expect(await readFile(join(folder, 'real.md'), 'utf8')).toBe(`\uFEFF${tidy.replaceAll('\n', '\r\n')}`);
    expect((await stat(join(folder, 'real.md'))).mode & 0o777).toBe(0o600);
    expect((await lstat(join(folder, 'overview.md'))).isSymbolicLink()).toBe(true);
  });

  it('writes no file when one of several cannot be read', async () => {
    const folder = await temporaryFolder({ 'overview.md': untidy });
    const { code, err } = await runCli(folder, ['format', 'overview.md', 'missing.md']);
    expect([code, err]).toEqual([2, expect.stringMatching(/^asbuilt: missing\.md: there is no such file/)]);
    expect(await readFile(join(folder, 'overview.md'), 'utf8')).toBe(untidy);
  });
});
