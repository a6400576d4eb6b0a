import { posix, relative, resolve, sep } from 'node:path';
import { findRevision, gitDisk, type Revision } from '#files/git-disk';
import { isThere } from '#files/place';
import { loadProject, type Project } from '#files/project';
import { type Io, UsageError } from './command.ts';

/** One side of a comparison: a file of the disk, standard input, or a file of a revision. */
export type Side =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'input' }
  | { readonly kind: 'revision'; readonly revision: Revision; readonly file?: string };

/** A version of an overview, and how it is called. */
export interface LoadedVersion {
  readonly shown: string;
  readonly project: Project;
}

/** Both sides. */
export interface Versions {
  readonly before: LoadedVersion;
  readonly after: LoadedVersion;
}

/** How the two are called. */
export function namesOf({ before, after }: Versions): { readonly before: string; readonly after: string } {
  return { before: before.shown, after: after.shown };
}

/** What the arguments name: nothing is the last commit against the disk, one is that against the disk, two are each other. */
export async function sidesOf(args: readonly string[], file: string, io: Io): Promise<readonly [Side, Side]> {
  const [first, second] = args;
  if (first === undefined) return [await sideOf('HEAD', io), { kind: 'file', file }];
  const before = await sideOf(first, io);
  if (second !== undefined) return [before, await sideOf(second, io)];
  if (before.kind === 'revision') return [before, { kind: 'file', file: before.file ?? file }];
  if (before.kind === 'input') return [{ kind: 'file', file }, before];
  return [await sideOf('HEAD', io), before];
}

/** A file before a revision of the same name, as on the command line of git where nothing says otherwise. */
async function sideOf(word: string, io: Io): Promise<Side> {
  if (word === '-') return { kind: 'input' };
  if (isThere(resolve(io.cwd, word))) return { kind: 'file', file: word };
  const revision = await findRevision(io.cwd, word);
  if (revision !== undefined) return { kind: 'revision', revision };
  const [, name = '', path = ''] = /^([^:]+):(.+)$/.exec(word) ?? [];
  const named = name === '' ? undefined : await findRevision(io.cwd, name);
  if (named === undefined)
    throw new UsageError(`${word} is neither a file nor a revision that git knows here: name one of the two.`);
  return { kind: 'revision', revision: named, file: fileIn(named, path, io.cwd) };
}

/** As git has it: a path counts from the root of the repository, unless it begins with a dot. */
function fileIn({ root }: Revision, path: string, cwd: string): string {
  return /^\.{1,2}\//.test(path) ? path : relative(cwd, resolve(root, path));
}

/** Reads one side. Where a revision names no file it is the one of the other side, or else `file`. */
export async function loadSide(side: Side, other: Side, file: string, io: Io): Promise<LoadedVersion> {
  switch (side.kind) {
    case 'file':
      return { shown: side.file, project: await loadProject({ cwd: io.cwd, file: side.file }) };
    case 'input': {
      if (io.input === undefined) throw new UsageError('there is no standard input to read here: name a file.');
      const text = await io.input();
      return { shown: '<stdin>', project: await loadProject({ cwd: io.cwd, file: '<stdin>', text }) };
    }
    case 'revision': {
      const { revision } = side;
      const path = side.file ?? fileOfSide(other) ?? file;
      const disk = await gitDisk(revision);
      const project = await loadProject({ cwd: io.cwd, file: path, disk });
      return {
        shown: `${revision.name}:${relative(revision.root, resolve(io.cwd, path)).split(sep).join(posix.sep)}`,
        project,
      };
    }
  }
}

function fileOfSide(side: Side): string | undefined {
  return side.kind === 'input' ? undefined : side.file;
}
