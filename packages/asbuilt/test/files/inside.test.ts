import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeInside } from '#files/inside';
import { temporaryFolder } from '../cli/support/temporary-folder.ts';

describe('the place of a file inside a folder', () => {
  it('is where it is named, in folders that do not exist yet', async () => {
    const folder = await temporaryFolder();
    await expect(placeInside(folder, 'docs/deep/plan.md')).resolves.toBe(join(folder, 'docs/deep/plan.md'));
  });

  it('follows a link that stays inside', async () => {
    const folder = await temporaryFolder({ 'real/plan.md': 'x' });
    await symlink('real', join(folder, 'docs'));
    await expect(placeInside(folder, 'docs/plan.md')).resolves.toBe(join(folder, 'real/plan.md'));
  });

  it('may have a name that begins with dots', async () => {
    const folder = await temporaryFolder();
    await expect(placeInside(folder, '..plan.md')).resolves.toBe(join(folder, '..plan.md'));
  });

  it.each(['../plan.md', 'docs/../../plan.md', '/etc/plan.md'])('is refused outside of it: %s', async (path) => {
    const folder = await temporaryFolder();
    await expect(placeInside(folder, path)).rejects.toThrow(/would be written outside of the overview's folder/);
  });

  it('is refused behind a folder that is a link to the outside', async () => {
    const [folder, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
    await symlink(elsewhere, join(folder, 'docs'));
    await expect(placeInside(folder, 'docs/new/plan.md')).rejects.toThrow(
      /docs\/new\/plan\.md would be written outside/,
    );
  });

  it('is refused where the file itself is a link to the outside', async () => {
    const [folder, elsewhere] = [await temporaryFolder(), await temporaryFolder({ 'victim.txt': 'x' })];
    await symlink(join(elsewhere, 'victim.txt'), join(folder, 'plan.md'));
    await expect(placeInside(folder, 'plan.md')).rejects.toThrow(/would be written outside/);
  });

  it('is refused where a link leads nowhere', async () => {
    const folder = await temporaryFolder();
    await symlink('/nowhere/at/all', join(folder, 'plan.md'));
    await expect(placeInside(folder, 'plan.md')).rejects.toThrow(/a symbolic link on the way to it leads nowhere/);
  });

  it('is refused where a folder on the way is a file', async () => {
    const folder = await temporaryFolder({ docs: 'x' });
    await expect(placeInside(folder, 'docs/plan.md')).rejects.toThrow(/a part of its path is a file, not a folder/);
  });

  it('is refused where the links lead in a circle', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'a'));
    await symlink('loop', join(folder, 'loop'));
    await expect(placeInside(folder, 'loop/plan.md')).rejects.toThrow(/lead in a circle/);
  });
});
