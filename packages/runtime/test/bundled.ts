import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';

const workspace = fileURLToPath(new URL('..', import.meta.url));

/**
 * Makes one file of a module and the sources that it imports, to be run by a process of its own; removed at the end of the
 * test.
 *
 * @param contents imports our own files by their paths from this workspace's folder
 */
export async function bundled(contents: string): Promise<string> {
  // Among the packages that it needs, so that they are found, and git does not see it.
  const packages = join(workspace, 'node_modules');
  await mkdir(packages, { recursive: true });
  const folder = await mkdtemp(join(packages, '.asbuilt-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'bundle.mjs');
  await build({
    stdin: { contents, resolveDir: workspace, loader: 'ts' },
    absWorkingDir: workspace,
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@asbuilt/source'],
    external: await packagesOf('package.json', '../core/package.json'),
    logLevel: 'warning',
  });
  return outfile;
}

/** The packages that are not ours. */
async function packagesOf(...manifests: readonly string[]): Promise<string[]> {
  const names = manifests.map(async (manifest) => {
    const read: unknown = JSON.parse(await readFile(join(workspace, manifest), 'utf8'));
    return [...keysIn(read, 'dependencies'), ...keysIn(read, 'devDependencies')];
  });
  return (await Promise.all(names)).flat().filter((name) => !name.startsWith('@asbuilt/'));
}

function keysIn(manifest: unknown, key: string): readonly string[] {
  const named = Object.entries(manifest ?? {}).find(([name]) => name === key)?.[1];
  return Object.keys(named ?? {});
}
