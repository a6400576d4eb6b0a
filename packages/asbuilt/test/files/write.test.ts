import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type PendingFile, writeTexts } from '#files/write';
import { temporaryFolder } from '../cli/support/temporary-folder.ts';

function pending(folder: string, path: string, text: string): PendingFile {
  return { path: join(folder, path), shown: path, text };
}

describe('writing files', () => {
  it('makes the folders that are missing and leaves no temporary files', async () => {
    const folder = await temporaryFolder();
    await writeTexts([pending(folder, 'docs/a.md', 'größe\n'), pending(folder, 'docs/b.md', 'b\n')]);
    await expect(readdir(join(folder, 'docs'))).resolves.toEqual(['a.md', 'b.md']);
    await expect(readFile(join(folder, 'docs/a.md'), 'utf8')).resolves.toBe('größe\n');
  });

  it('keeps the permissions of a file that it replaces', async () => {
    const folder = await temporaryFolder({ 'a.md': 'old' });
    await chmod(join(folder, 'a.md'), 0o640);
    await writeTexts([pending(folder, 'a.md', 'new')]);
    expect((await stat(join(folder, 'a.md'))).mode & 0o777).toBe(0o640);
  });

  it('never shows a reader half a file', async () => {
    const folder = await temporaryFolder({ 'a.md': 'x'.repeat(1_000_000) });
    const path = join(folder, 'a.md');
    const seen = new Set<string>();
    const done = new AbortController();
    const reading = (async () => {
      while (!done.signal.aborted) seen.add(await readFile(path, 'utf8'));
    })();
    for (const letter of 'abcde') await writeTexts([pending(folder, 'a.md', letter.repeat(1_000_000))]);
    done.abort();
    await reading;
    expect(seen.size).toBeGreaterThan(0);
    for (const text of seen) expect([text.length, new Set(text).size]).toEqual([1_000_000, 1]);
  });

  it('writes nothing at all when one of the files cannot be written', async () => {
    const folder = await temporaryFolder({ 'a.md': 'old', docs: 'a file where a folder should be' });
    const attempt = writeTexts([pending(folder, 'a.md', 'new'), pending(folder, 'docs/b.md', 'b')]);
    await expect(attempt).rejects.toThrow(/^docs\/b\.md cannot be written: .*Nothing was written\.$/);
    await expect(readFile(join(folder, 'a.md'), 'utf8')).resolves.toBe('old');
    await expect(readdir(folder)).resolves.toEqual(['a.md', 'docs']);
  });

  it('says what was written before when a file cannot take its name', async () => {
    const folder = await temporaryFolder({ 'taken/inside.md': 'x' });
    const attempt = writeTexts([pending(folder, 'a.md', 'a'), pending(folder, 'taken', 'b')]);
    await expect(attempt).rejects.toThrow(/^taken cannot be written: .*Written before: a\.md\.$/);
    await expect(readdir(folder)).resolves.toEqual(['a.md', 'taken']);
  });

  it('replaces a file that is open elsewhere without changing what was opened', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'a.md'), 'old');
    const before = (await stat(join(folder, 'a.md'))).ino;
    await writeTexts([pending(folder, 'a.md', 'new')]);
    expect((await stat(join(folder, 'a.md'))).ino).not.toBe(before);
  });
});
