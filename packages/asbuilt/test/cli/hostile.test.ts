import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const readable = ['--rule', 'document-is-readable'];

async function folderWith(name: string, bytes: Buffer): Promise<string> {
  const folder = await temporaryFolder({ 'overview.md': '# T\n' });
  await writeFile(join(folder, name), bytes);
  return folder;
}

describe('asbuilt check of bytes that nobody wrote as an overview', () => {
  it('refuses what is no UTF-8, with the line', async () => {
    const folder = await folderWith('overview.md', Buffer.from([0x23, 0x20, 0x54, 0x0a, 0xc3, 0x28, 0x0a]));
    expect(await runCli(folder, ['check'])).toEqual({
      code: 2,
      out: '',
      err: 'asbuilt: overview.md is not UTF-8: line 2 has bytes that are no characters. Save it as UTF-8.\n',
    });
  });

  it('refuses a profile that is no UTF-8', async () => {
    const folder = await folderWith('confer-agent.profile.yml', Buffer.from([0x65, 0x6e, 0x76, 0x3a, 0x20, 0xff]));
    const { code, err } = await runCli(folder, ['check']);
    expect(code).toBe(2);
    expect(err).toContain('confer-agent.profile.yml is not UTF-8: line 1 ');
  });

  it('reads NUL bytes as text, and shows them so that terminals live', async () => {
    const folder = await folderWith('overview.md', Buffer.alloc(100_000));
    const { code, out } = await runCli(folder, ['check', ...readable]);
    expect(code).toBe(1);
    expect(out).toContain('this line has 100000 characters; lines over 20000 are not read for values');
    expect(out).not.toContain('\0');
  });

  it('reads the beginning of ten megabytes and says where it stopped', async () => {
    const folder = await folderWith(
      'overview.md',
      Buffer.from(`# T\n\n${`${'word '.repeat(200)}\n\n`.repeat(10_500)}`),
    );
    const { code, out } = await runCli(folder, ['check', ...readable]);
    expect(code).toBe(1);
    expect(out).toContain('what follows line 16744 is not read for values');
    expect(out.length).toBeLessThan(10_000);
  });
});
