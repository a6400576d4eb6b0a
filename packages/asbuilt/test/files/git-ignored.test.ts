import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { gitIgnored } from '#files/git-ignored';
import { temporaryFolder } from '../cli/support/temporary-folder.ts';

describe('what git ignores', () => {
  it('is told for files that are not there', async () => {
    const folder = await temporaryFolder({ '.gitignore': 'output/\n' });
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    const ignored = await gitIgnored(folder, ['docs/größe.md', 'output/größe.md']);
    expect([...ignored]).toEqual(['output/größe.md']);
  });

  it('is nothing outside of a repository', async () => {
    const folder = await temporaryFolder({ '.gitignore': 'output/\n' });
    await expect(gitIgnored(folder, ['output/a.md'])).resolves.toEqual(new Set());
  });
});
