import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '#cli/command';
import { readText } from '#files/read-text';
import { temporaryFolder } from '../cli/support/temporary-folder.ts';
import { asNobody } from './as-nobody.ts';

async function read(bytes: string | Uint8Array): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'plan.md'), bytes);
  return readText(join(folder, 'plan.md'), 'plan.md');
}

describe('reading a text', () => {
  it('gives its characters, the byte order mark among them', async () => {
    await expect(read('\uFEFF# Größe 🚚\r\n')).resolves.toBe('\uFEFF# Größe 🚚\r\n');
  });

  it('gives an empty file as an empty text', async () => {
    await expect(read('')).resolves.toBe('');
  });

  it('says that there is no such file, and what to do', async () => {
    const folder = await temporaryFolder();
    const attempt = readText(join(folder, 'overview.md'), 'overview.md');
    await expect(attempt).rejects.toThrow(UsageError);
    await expect(attempt).rejects.toThrow(
      'overview.md: there is no such file (ENOENT). Name another one, or write an overview with "asbuilt new".',
    );
  });

  it('says that a folder is no file', async () => {
    const folder = await temporaryFolder({ 'docs/overview.md': 'x' });
    await expect(readText(join(folder, 'docs'), 'docs/')).rejects.toThrow(
      'docs/ is a folder: name a file in it, e.g. docs/overview.md.',
    );
  });

  it('says that a device is no file, instead of reading it for ever', async () => {
    await expect(readText('/dev/zero', '/dev/zero')).rejects.toThrow(
      '/dev/zero is a device, not a file: name a text file.',
    );
  });

  it('says in which line the bytes are no characters', async () => {
    await expect(read(Buffer.from([0x61, 0x0a, 0x62, 0x0a, 0xc3, 0x28, 0x0a, 0xff]))).rejects.toThrow(
      'plan.md is not UTF-8: line 3 has bytes that are no characters. Save it as UTF-8.',
    );
  });

  it('recognises UTF-16', async () => {
    await expect(read(Buffer.from('\uFEFF# Title', 'utf16le'))).rejects.toThrow(
      'plan.md is encoded in UTF-16: save it as UTF-8.',
    );
  });

  it('says that it is not allowed to read a file', async () => {
    const folder = await temporaryFolder({ 'plan.md': 'x' });
    await chmod(folder, 0o755);
    await chmod(join(folder, 'plan.md'), 0o000);
    await expect(asNobody(() => readText(join(folder, 'plan.md'), 'plan.md'))).rejects.toThrow(
      'plan.md cannot be read: permission denied (EACCES).',
    );
  });
});
