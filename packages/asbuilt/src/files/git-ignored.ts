import { execFile } from 'node:child_process';

/**
 * Which of some paths git ignores in a folder. Without git, or outside of a repository, it ignores none.
 *
 * A file that is ignored is made anew on each machine, so that it is missing after a fresh clone says nothing.
 */
export function gitIgnored(folder: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  return new Promise((resolve) => {
    const git = execFile('git', ['check-ignore', '--stdin', '-z'], { cwd: folder }, (_, out) => {
      resolve(new Set(out.split('\0').filter((path) => path !== '')));
    });
    git.stdin?.on('error', () => undefined);
    git.stdin?.end(paths.join('\0'));
  });
}
