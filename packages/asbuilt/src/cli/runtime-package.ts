import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as runtime from '@asbuilt/runtime';

/*
 * Where the package of the runtime is. scripts/bundle.mjs makes a file of its own of this: kept code (files/load-bundle.ts)
 * cannot import.
 */

/** What runs systems: a package of its own, since it brings servers along. */
export type Runtime = typeof runtime;

export const runtimeName = '@asbuilt/runtime';

/** The runtime beside this tool. Throws what Node.js throws where there is none. */
export function importBeside(): Promise<Runtime> {
  return import('@asbuilt/runtime');
}

/** The runtime of the project in a folder. Throws what Node.js throws where there is none. */
export async function importOf(folder: string): Promise<Runtime> {
  const entry = createRequire(join(folder, 'overview.md')).resolve(runtimeName);
  const found: Runtime = await import(pathToFileURL(entry).href);
  return found;
}
