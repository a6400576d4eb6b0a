import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';

/**
 * The program that a command name means, as an absolute path: a name with a slash counts from `cwd`, any other is looked for in the
 * folders of `path` (the variable PATH), then in `cwd`. `undefined` when there is none that may be run.
 */
export async function findCommand(name: string, path: string, cwd: string): Promise<string | undefined> {
  const folders = name.includes('/') ? [''] : [...path.split(delimiter).filter((folder) => folder !== ''), '.'];
  for (const folder of folders) {
    const candidate = resolve(cwd, join(folder, name));
    if (await isProgram(candidate)) return candidate;
  }
  return undefined;
}

/** The file that a name with a slash means, though nobody may run it; `undefined` where there is none. */
export async function findUnrunnable(name: string, cwd: string): Promise<string | undefined> {
  const path = resolve(cwd, name);
  const found = name.includes('/') ? await stat(path).catch(() => undefined) : undefined;
  return found?.isFile() === true ? path : undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    // Whatever keeps us from it (missing, no permission, a file where a folder should be) makes it no program for us.
    return false;
  }
}
