import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles the proxies that are measured, from today's sources, and returns the path of the script. */
export async function bundledProxies(folder) {
  const outfile = join(folder, 'proxy-under-test.mjs');
  await build({
    entryPoints: [fileURLToPath(import.meta.resolve('../../packages/runtime/test/gateway/proxy-under-test.ts'))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@asbuilt/source'],
    banner: {
      js: "import { createRequire as requirer } from 'node:module'; const require = requirer(import.meta.url);",
    },
  });
  return outfile;
}
