import { basename, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { root } from './root.mjs';

/**
 * Modules that bring large packages along, which few commands need. Each becomes a file of its own beside the bundle,
 * loaded by whoever imports it.
 */
const modules = {
  mcp: 'packages/asbuilt/src/mcp/sdk.ts',
  lsp: 'packages/asbuilt/src/lsp/protocol.ts',
  // No package: code that V8 kept cannot import, and this is where the user's modules are imported.
  import: 'packages/asbuilt/src/check/import-module.ts',
  // Nor the package that runs servers, which is in no bundle.
  runtime: 'packages/asbuilt/src/cli/runtime-package.ts',
};

/**
 * Bundles the modules that stay apart.
 *
 * @param {string} outdir
 * @param {import('esbuild').BuildOptions} common
 * @returns the metafile, and the plugin by which another bundle loads them instead of having them inside
 */
export async function bundleApart(outdir, common) {
  const { metafile } = await build({
    ...common,
    entryPoints: Object.fromEntries(Object.entries(modules).map(([name, path]) => [name, join(root, path)])),
    outdir,
    entryNames: '[name]-[hash]',
    external: ['@asbuilt/runtime'],
    metafile: true,
  });
  const fileOf = new Map(
    Object.entries(metafile.outputs).map(([output, { entryPoint }]) => [entryPoint, `./${basename(output)}`]),
  );
  return { metafile, plugin: loadApart(fileOf) };
}

/**
 * @param {ReadonlyMap<string | undefined, string>} fileOf by path from the root
 * @returns {import('esbuild').Plugin}
 */
function loadApart(fileOf) {
  return {
    name: 'load-apart',
    setup(builder) {
      builder.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir }) => {
        const file = fileOf.get(relative(root, resolve(resolveDir, path)).replaceAll('\\', '/'));
        return file === undefined ? undefined : { path: file, external: true };
      });
    },
  };
}
