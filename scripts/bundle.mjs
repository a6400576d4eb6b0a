// Bundles the command line tool: packages/asbuilt/dist/asbuilt.js, one chunk a command, nothing to install beside it.
//   node scripts/bundle.mjs [outdir]
// The published package has no dependencies; what runs servers (@asbuilt/runtime) stays outside.

import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { loadedBy } from './lib/metafile.mjs';
import { root } from './lib/root.mjs';

const cli = join(root, 'packages/asbuilt');

/** What `asbuilt check` may load: everything else costs each start. */
const checkMayLoad =
  /^(?:packages\/(?:core|asbuilt)\/|node_modules\/(?:commander|picocolors|yaml|@lezer\/(?:common|highlight|markdown))\/)/;

/**
 * Bundles into `outdir`, which is emptied first, and returns esbuild's metafile.
 * Throws when the check command would load a package that it does not need.
 */
export async function bundle(outdir) {
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(cli, 'src/asbuilt.ts')],
    outdir,
    entryNames: '[name]',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@asbuilt/source'],
    external: ['@asbuilt/runtime'],
    // The same code as what Node would get, but as ES modules, of which only the used part is kept.
    alias: { yaml: join(root, 'node_modules/yaml/browser/dist/index.js') },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    // CommonJS packages (commander) ask for Node's own modules.
    banner: { js: "import{createRequire as requireOf}from'node:module';const require=requireOf(import.meta.url);" },
    plugins: [rulePagesInside],
  });
  assertCheckStaysSmall(metafile);
  await writeFile(join(outdir, 'third-party-licenses.txt'), await licensesOf(metafile));
  await chmod(join(outdir, 'asbuilt.js'), 0o755);
  return metafile;
}

/** Puts the text of docs/rules/*.md into the module that reads them from the repository otherwise. */
const rulePagesInside = {
  name: 'rule-pages-inside',
  setup(builder) {
    builder.onLoad({ filter: /files[/\\]rule-pages\.ts$/ }, async () => ({
      contents: `export const rulePages = ${JSON.stringify(await readRulePages(join(root, 'docs/rules')))};`,
      loader: 'js',
    }));
  },
};

async function readRulePages(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).toSorted();
  const pages = names.map(async (name) => [name.slice(0, -'.md'.length), await readFile(join(folder, name), 'utf8')]);
  return Object.fromEntries(await Promise.all(pages));
}

function assertCheckStaysSmall(metafile) {
  const unneeded = loadedBy(metafile, 'packages/asbuilt/src/cli/check.ts').filter((input) => !checkMayLoad.test(input));
  if (unneeded.length > 0) {
    throw new Error(`asbuilt check loads what it does not need: ${unneeded.join(', ')}. Import it lazily.`);
  }
}

const packageFolder = /^node_modules\/(?:@[^/]+\/)?[^/]+/;

/** The licences of the packages whose code is inside the bundle, as their terms ask. */
async function licensesOf(metafile) {
  const folders = Object.keys(metafile.inputs).flatMap((input) => packageFolder.exec(input)?.slice(0, 1) ?? []);
  const texts = await Promise.all([...new Set(folders)].map((folder) => licenseOf(join(root, folder))));
  return `${texts.join('\n\n')}\n`;
}

async function licenseOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const text = await readFile(join(folder, 'LICENSE'), 'utf8');
  return `${name} ${version} (${license})\n\n${text.trim()}`;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const outdir = resolve(process.argv[2] ?? join(cli, 'dist'));
  const { outputs } = await bundle(outdir);
  const bytes = Object.values(outputs).reduce((sum, output) => sum + output.bytes, 0);
  console.log(
    `${relative(process.cwd(), outdir)}: ${Object.keys(outputs).length} files, ${Math.round(bytes / 1024)} KB`,
  );
}
