import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundle } from '../../scripts/bundle.mjs';
import { root } from '../../scripts/lib/root.mjs';

/** How today's sources become one module. */
export const asModule = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  conditions: ['@asbuilt/source'],
  // Packages that are no ES modules may ask for Node's own modules.
  banner: {
    js: "import { createRequire as requirer } from 'node:module'; const require = requirer(import.meta.url);",
  },
};

/** Gives `work` an empty folder that is removed afterwards. */
export async function inTemporaryFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'asbuilt-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bundles the command line tool as it is published and returns the path of its entry. */
export async function bundledCli(folder) {
  const outdir = join(folder, 'cli');
  await bundle(outdir);
  return join(outdir, 'asbuilt.js');
}

/** The functions that read and check, from today's sources. */
export function bundledCore(folder) {
  return bundledModule(
    folder,
    "export { link, read } from '@asbuilt/core/overview'; export { check } from '@asbuilt/core/check';",
  );
}

/** What a module exports whose imports come from today's sources; paths count from packages/asbuilt. */
export async function bundledModule(folder, contents) {
  const outfile = join(folder, 'core.mjs');
  await build({
    stdin: { contents, resolveDir: join(root, 'packages/asbuilt') },
    outfile,
    ...asModule,
    alias: { yaml: join(root, 'node_modules/yaml/browser/dist/index.js') },
  });
  return import(pathToFileURL(outfile).href);
}

/** Writes a text into the folder and returns its path. */
export async function written(folder, name, text) {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** An editor's side of the Language Server Protocol. */
export async function bundledProtocol(folder) {
  const outfile = join(folder, 'protocol.cjs');
  await build({
    stdin: {
      contents:
        "export { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';",
      resolveDir: join(root, 'packages/asbuilt'),
    },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
  });
  const { default: protocol } = await import(pathToFileURL(outfile).href);
  return protocol;
}
