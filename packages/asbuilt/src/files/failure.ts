import { UsageError } from '#cli/command';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
};

/** The code of an error of the operating system: `ENOENT`; undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Why the operating system refused, in words: `permission denied (EACCES)`. */
function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined) return error instanceof Error ? error.message : String(error);
  const reason = reasons[code];
  return reason === undefined ? code : `${reason} (${code})`;
}

/** Tries something with a file; an error of the operating system becomes a sentence for the user, any other passes. */
export async function tryFile<T>(
  attempt: () => Promise<T>,
  explain: (reason: string, code: string) => string,
): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || error instanceof UsageError) throw error;
    throw new UsageError(explain(reasonOf(error), code));
  }
}
