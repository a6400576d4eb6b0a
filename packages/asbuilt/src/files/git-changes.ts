import type { ChangedFile } from '@asbuilt/core/guard';
import { UsageError } from '#cli/command';
import { git, gitOutput } from './git.ts';

/** Which change is meant: what is staged, what differs from the fork point with a revision, or all that is not committed. */
export type ChangeSource =
  | { readonly kind: 'staged' }
  | { readonly kind: 'since'; readonly revision: string }
  | { readonly kind: 'uncommitted' };

/** The files of a change in and below a folder, by paths relative to it; a renamed file is a deleted and an added one. */
export async function gitChanges(folder: string, source: ChangeSource): Promise<readonly ChangedFile[]> {
  switch (source.kind) {
    case 'staged':
      return difference(folder, ['--cached']);
    case 'since':
      await requireRevision(folder, source.revision);
      return withUntracked(folder, ['--merge-base', '--end-of-options', source.revision]);
    case 'uncommitted':
      return withUntracked(folder, (await hasRevision(folder, 'HEAD')) ? ['HEAD'] : ['--cached']);
  }
}

async function withUntracked(folder: string, against: readonly string[]): Promise<readonly ChangedFile[]> {
  const out = await gitOutput(folder, ['ls-files', '--others', '--exclude-standard', '-z']);
  const untracked = entries(out).map((path): ChangedFile => ({ path, kind: 'added' }));
  return [...(await difference(folder, against)), ...untracked];
}

async function difference(folder: string, against: readonly string[]): Promise<readonly ChangedFile[]> {
  const out = await gitOutput(folder, ['diff', '--name-status', '-z', '--no-renames', '--relative', ...against, '--']);
  const fields = entries(out);
  const files: ChangedFile[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    files.push({ path: fields[at + 1] ?? '', kind: kindOf(fields[at] ?? '') });
  }
  return files;
}

/** The letters of git-diff(1) that are left without renames and copies. */
function kindOf(status: string): ChangedFile['kind'] {
  if (status === 'A') return 'added';
  return status === 'D' ? 'deleted' : 'changed';
}

function entries(out: string): readonly string[] {
  return out.split('\0').filter((entry) => entry !== '');
}

async function requireRevision(folder: string, revision: string): Promise<void> {
  if (await hasRevision(folder, revision)) return;
  throw new UsageError(`--base ${revision}: git knows no such revision here.`);
}

async function hasRevision(folder: string, revision: string): Promise<boolean> {
  const { code, err } = await git(folder, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ]);
  if (/not a git repository/.test(err))
    throw new UsageError(`${folder} is in no git repository, so nothing tells what changed.`);
  return code === 0;
}
