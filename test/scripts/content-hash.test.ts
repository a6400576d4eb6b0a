import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentHash, filesUnder } from '../../scripts/lib/content-hash.mjs';
import { root } from '../../scripts/lib/root.mjs';

describe('the hash of sources', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'asbuilt-hash-'));
    await mkdir(join(folder, 'src'));
    await writeFile(join(folder, 'src', 'one.ts'), '1');
    await writeFile(join(folder, 'src', 'two.ts'), '2');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const hash = (also?: readonly string[]): Promise<string> => contentHash([relative(root, folder)], also);

  it('is the same as long as names and contents are', async () => {
    const before = await hash();
    await writeFile(join(folder, 'src', 'one.ts'), '1');
    expect(await hash()).toBe(before);
  });

  it('changes with a content, a name, a new file, and with what it depends on beside', async () => {
    const hashes = [await hash(), await hash(['tsc'])];
    await writeFile(join(folder, 'src', 'one.ts'), '1 changed');
    hashes.push(await hash());
    await rm(join(folder, 'src', 'one.ts'));
    await writeFile(join(folder, 'src', 'three.ts'), '1 changed');
    hashes.push(await hash());
    await writeFile(join(folder, 'src', 'four.ts'), '');
    hashes.push(await hash());
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('leaves out tests, what is built and what is installed', async () => {
    const before = await hash();
    for (const made of ['test', 'dist', '.next', 'node_modules']) {
      await mkdir(join(folder, made));
      await writeFile(join(folder, made, 'file.ts'), 'made');
    }
    await writeFile(join(folder, 'tsconfig.tsbuildinfo'), 'made');
    expect(await hash()).toBe(before);
  });

  it('is taken over the files in one order, whatever the disk says', async () => {
    const files = await filesUnder(folder);
    expect(files.map((file) => relative(folder, file))).toEqual([join('src', 'one.ts'), join('src', 'two.ts')]);
  });
});
