import { existsSync } from 'node:fs';
import { basename, join, posix, relative, resolve, sep } from 'node:path';
import { UsageError } from '#cli/command';
import type { Disk } from './disk.ts';
import { git, gitFile, gitOutput } from './git.ts';
import { filesIn } from './project-files.ts';
import { readText, textOf } from './read-text.ts';

/** A commit of the repository around a folder, and how its paths and those of the disk go together. */
export interface Revision {
  /** As it was asked for: `main`. */
  readonly name: string;
  /** The full name of the commit. */
  readonly commit: string;
  /** The root of the repository's files, absolute. */
  readonly root: string;
}

/** Finds a revision; undefined where git knows none of that name, or the folder is in no repository. */
export async function findRevision(folder: string, name: string): Promise<Revision | undefined> {
  const wanted = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
  const { code, out } = await git(folder, wanted);
  if (code !== 0) return undefined;
  const prefix = (await gitOutput(folder, ['rev-parse', '--show-prefix'])).trim();
  const up = prefix.split('/').filter((part) => part !== '');
  return { name, commit: out.trim(), root: resolve(folder, ...up.map(() => '..')) };
}

/**
 * The files of a revision, by the paths that they would have on the disk. Local profiles, which belong to the machine and not
 * to a version, are those of the disk.
 */
export async function gitDisk({ name, commit, root }: Revision): Promise<Disk> {
  const out = await gitOutput(root, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit]);
  const paths = new Set(out.split('\0'));
  const inside = (path: string): string => relative(root, path).split(sep).join(posix.sep);
  return {
    has: (path) => (isLocalProfile(path) ? existsSync(path) : paths.has(inside(path))),
    text: async (path, shown) => {
      if (isLocalProfile(path)) return readText(path, shown);
      const bytes = await gitFile(root, commit, inside(path));
      if (bytes === undefined)
        throw new UsageError(`${shown} is not among the files of ${name}: name another file or revision.`);
      return textOf(bytes, `${name}:${inside(path)}`);
    },
    filesIn: (folder) => ({ ...filesIn(folder), has: (path) => paths.has(inside(join(folder, path))) }),
  };
}

function isLocalProfile(path: string): boolean {
  return /\.local\.ya?ml$/.test(basename(path));
}
