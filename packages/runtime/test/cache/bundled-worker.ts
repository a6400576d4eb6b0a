import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';

const workspace = fileURLToPath(new URL('../..', import.meta.url));

/** The worker as one file that a process can run; removed at the end of the test. */
export async function bundledWorker(): Promise<string> {
  // Among the packages that this workspace needs, so that they are found, and git does not see it.
  const packages = join(workspace, 'node_modules');
  await mkdir(packages, { recursive: true });
  const folder = await mkdtemp(join(packages, '.asbuilt-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'worker.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('worker.ts', import.meta.url))],
    absWorkingDir: workspace,
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@asbuilt/source'],
    external: ['ioredis'],
    logLevel: 'warning',
  });
  return outfile;
}
