import { join } from 'node:path';

/** What the choice of a server depends on. */
export interface Surroundings {
  /** The open folders, absolute. */
  readonly folders: readonly string[];
  /** Whether the user trusts them: code of others is not run. */
  readonly isTrusted: boolean;
  /** The setting `asbuilt.path`; empty where it is not set. */
  readonly path: string;
  /** The server that comes with the extension. */
  readonly bundled: string;
  readonly exists: (path: string) => boolean;
}

/** A script to run as the server, or why there is none. */
export type Choice = { readonly script: string } | { readonly problem: string };

/**
 * The project's own version comes first, so that the editor finds what its checks find; then the one that the user names;
 * then the one that comes with the extension.
 */
export function chooseServer({ folders, isTrusted, path, bundled, exists }: Surroundings): Choice {
  if (!isTrusted) return { script: bundled };
  const own = folders.map((folder) => join(folder, 'node_modules/asbuilt/dist/asbuilt.js')).find(exists);
  if (own !== undefined) return { script: own };
  if (path === '') return { script: bundled };
  if (exists(path)) return { script: path };
  return { problem: `There is no file ${path}: set asbuilt.path to an asbuilt.js, or leave it empty.` };
}
