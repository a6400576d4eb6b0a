// Packs the extension for Visual Studio Code:
//   node scripts/extension.mjs [outdir]
// writes extension.cjs, server/ (the command line tool as it is published) and asbuilt-vscode-<version>.vsix, which
// "Extensions: Install from VSIX…" installs. A .vsix is a ZIP with a manifest and the extension in a folder.

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundle, licensesOf } from './bundle.mjs';
import { root } from './lib/root.mjs';
import { contentTypes, vsixManifest } from './lib/vsix.mjs';
import { zip } from './lib/zip.mjs';

const source = join(root, 'editors/vscode');

/** Packs into `outdir`, which is emptied first, and returns the path of the .vsix. */
export async function packExtension(outdir) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await bundle(join(outdir, 'server'));
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(source, 'src/extension.ts')],
    outfile: join(outdir, 'extension.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode'],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  await writeFile(join(outdir, 'third-party-licenses.txt'), await licensesOf([metafile]));
  const manifest = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'));
  const files = [...(await beside(['package.json', 'README.md', 'LICENSE'])), ...(await within(outdir))];
  const vsix = join(outdir, `${manifest.name}-${manifest.version}.vsix`);
  await writeFile(
    vsix,
    zip([
      { path: 'extension.vsixmanifest', bytes: Buffer.from(vsixManifest(manifest)) },
      { path: '[Content_Types].xml', bytes: Buffer.from(contentTypes(files.map(({ path }) => path))) },
      ...files.map(({ path, bytes }) => ({ path: `extension/${path}`, bytes })),
    ]),
  );
  return vsix;
}

function beside(names) {
  return Promise.all(names.map(async (name) => ({ path: name, bytes: await readFile(join(source, name)) })));
}

/** The files that were built, in the place that the manifest's `main` names. */
async function within(outdir) {
  const entries = await readdir(outdir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.cache'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return Promise.all(
    paths.map(async (path) => ({
      path: `dist/${relative(outdir, path).replaceAll('\\', '/')}`,
      bytes: await readFile(path),
    })),
  );
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const vsix = await packExtension(resolve(process.argv[2] ?? join(source, 'dist')));
  console.log(relative(process.cwd(), vsix));
}
