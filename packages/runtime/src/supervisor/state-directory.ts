import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Where the running system keeps its own files, as an absolute path. */
export function stateDirectoryOf(options: { readonly directory: string; readonly stateDirectory?: string }): string {
  return resolve(options.stateDirectory ?? join(options.directory, '.asbuilt'));
}

/** Makes the folder, and keeps it out of version control: it holds passwords. */
export async function makeStateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, '.gitignore'), '*\n');
}
