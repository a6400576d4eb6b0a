// Bundles the command line tool into packages/asbuilt/dist; nothing has to be installed beside it.
//   node scripts/bundle.mjs [outdir]
// asbuilt.js starts, cli-<hash>.js has the commands, cli-<hash>-<V8>.cache the code that V8 compiled for them.
// The published package has no dependencies; what runs servers (@asbuilt/runtime) stays outside.

import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { loadedBy } from './lib/metafile.mjs';
import { root } from './lib/root.mjs';

const cli = join(root, 'packages/asbuilt');

/** Where `asbuilt check` begins: the entry, and the command that it loads. */
const checkPath = ['packages/asbuilt/src/cli/start.ts', 'packages/asbuilt/src/cli/check.ts'];

/** What `asbuilt check` may load: everything else costs each start. */
const checkMayLoad =
  /^(?:later:|packages\/(?:core|asbuilt)\/|node_modules\/(?:commander|picocolors|yaml|@lezer\/(?:common|highlight|markdown))\/)/;

/** What both parts are made with. */
const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  conditions: ['@asbuilt/source'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/**
 * Bundles into `outdir`, which is emptied first, and returns esbuild's metafile of the commands.
 * Throws when the check command would load a package that it does not need.
 */
export async function bundle(outdir) {
  await rm(outdir, { recursive: true, force: true });
  const metafile = await bundleCommands(outdir);
  assertCheckStaysSmall(metafile);
  const [commands] = Object.keys(metafile.outputs).map((output) => resolve(root, output));
  await bundleLauncher(outdir, { name: basename(commands, '.js'), importing: importingVerbs(metafile) });
  // The package is made of ES modules; V8 takes kept code for scripts only.
  await writeFile(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
  await writeFile(join(outdir, 'third-party-licenses.txt'), await licensesOf(metafile));
  await promisify(execFile)(process.execPath, [join(root, 'scripts/keep-compiled.mjs'), commands], { cwd: root });
  return metafile;
}

/** All commands in one file, which V8 can keep compiled as a whole. */
async function bundleCommands(outdir) {
  const { metafile } = await build({
    ...common,
    entryPoints: { cli: join(cli, 'src/cli/start.ts') },
    outdir,
    entryNames: '[name]-[hash]',
    external: ['@asbuilt/runtime'],
    // The same code as what Node would get, but as ES modules, of which only the used part is kept.
    alias: { yaml: join(root, 'node_modules/yaml/browser/dist/index.js') },
    logOverride: { 'empty-import-meta': 'error' },
    metafile: true,
    plugins: [rulePagesInside, childProcessesLater],
  });
  return metafile;
}

async function bundleLauncher(outdir, bundled) {
  const outfile = join(outdir, 'asbuilt.js');
  await build({
    ...common,
    entryPoints: [join(cli, 'src/asbuilt.ts')],
    outfile,
    define: { bundled: JSON.stringify(bundled) },
    banner: { js: '#!/usr/bin/env node' },
  });
  await chmod(outfile, 0o755);
}

/** The verbs whose modules import a package that stays outside. */
function importingVerbs(metafile) {
  const commands = metafile.inputs['packages/asbuilt/src/cli/commands.ts'].imports;
  const lazy = commands.filter(({ kind }) => kind === 'dynamic-import').map(({ path }) => path);
  const imports = (path) =>
    metafile.inputs[path].imports.some(({ kind, external }) => external && kind === 'dynamic-import');
  return lazy.filter((path) => loadedBy(metafile, [path]).some(imports)).map((path) => basename(path, '.ts'));
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

/** Commander loads child_process (and the network with it) for subcommands that are programs; none of ours is one. */
const childProcessesLater = {
  name: 'child-processes-later',
  setup(builder) {
    builder.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[/\\]commander[/\\]/.test(importer) ? { path: 'child_process', namespace: 'later' } : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: 'later' }, () => ({
      contents: "exports.spawn = (...args) => require('node:child_process').spawn(...args);",
    }));
  },
};

async function readRulePages(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).toSorted();
  const pages = names.map(async (name) => [name.slice(0, -'.md'.length), await readFile(join(folder, name), 'utf8')]);
  return Object.fromEntries(await Promise.all(pages));
}

function assertCheckStaysSmall(metafile) {
  const unneeded = loadedBy(metafile, checkPath).filter((input) => !checkMayLoad.test(input));
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
  console.log(`${relative(process.cwd(), outdir)}: the commands are ${Math.round(bytes / 1024)} KB`);
}
