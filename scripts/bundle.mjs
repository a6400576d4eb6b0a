// Bundles the command line tool into packages/asbuilt/dist; nothing has to be installed beside it.
//   node scripts/bundle.mjs [outdir]
// asbuilt.js starts, worker.js a thread of it; cli-<hash>.js has the commands, cli-<hash>-<V8>.cache the code that V8 compiled
// for them; mcp-<hash>.js and lsp-<hash>.js have the packages that these two servers need, import-<hash>.js imports modules of
// the user's, and runtime-<hash>.js what runs servers; rules/ has the pages that editors open.
// The published package has no dependencies; what runs servers (@asbuilt/runtime) stays outside.

import { execFile } from 'node:child_process';
import { chmod, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundleApart } from './lib/apart.mjs';
import { loadedBy } from './lib/metafile.mjs';
import { root } from './lib/root.mjs';

const cli = join(root, 'packages/asbuilt');
const rulePages = join(root, 'docs/rules');

/** Where `asbuilt check` begins: the entry, and the command that it loads. */
const checkPath = ['packages/asbuilt/src/cli/start.ts', 'packages/asbuilt/src/cli/check.ts'];

/** What `asbuilt check` may load: everything else costs each start. */
const checkMayLoad =
  /^(?:later:|packages\/(?:core|asbuilt)\/|node_modules\/(?:commander|picocolors|yaml|@lezer\/(?:common|highlight|markdown))\/)/;

/**
 * V8 makes a pattern as bytecode first, and once more as machine code when it is used again. Most patterns of a check are used
 * again, and it is over before that pays: at once as machine code takes a tenth off a cold check.
 */
const v8Flags = '--no-regexp-tier-up';

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
  const apart = await bundleApart(outdir, common);
  const metafile = await bundleCommands(outdir, apart.plugin);
  assertCheckStaysSmall(metafile);
  assertStaysApart(metafile, apart.metafile);
  const [commands] = Object.keys(metafile.outputs).map((output) => resolve(root, output));
  await writeFile(commands, inAscii(await readFile(commands, 'utf8')));
  await bundleLaunchers(outdir, { name: basename(commands, '.js'), v8Flags });
  // The package is made of ES modules; V8 takes kept code for scripts only.
  await writeFile(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
  await writeFile(join(outdir, 'third-party-licenses.txt'), await licensesOf([metafile, apart.metafile]));
  await cp(rulePages, join(outdir, 'rules'), { recursive: true });
  await promisify(execFile)(process.execPath, [join(root, 'scripts/keep-compiled.mjs'), commands, v8Flags], {
    cwd: root,
  });
  return metafile;
}

/** All commands in one file, which V8 can keep compiled as a whole. */
async function bundleCommands(outdir, loadApart) {
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
    plugins: [loadApart, rulePagesInside, rulePagesBeside, workerBeside, childProcessesLater],
  });
  return metafile;
}

/**
 * The same program in ASCII, which is read and kept with one byte for each character. esbuild writes strings so, and leaves
 * patterns as they are; in what `String.raw` makes, an escape would be another text.
 */
function inAscii(code) {
  const raw = /String\.raw`[^`]*?[\u0080-\uFFFF][^`]*`/.exec(code)?.[0];
  if (raw !== undefined) throw new Error(`Write characters beyond ASCII as \\uXXXX where a pattern is made: ${raw}`);
  return code.replace(/[\u0080-\uFFFF]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The program, and what its threads begin with. */
async function bundleLaunchers(outdir, bundled) {
  await build({
    ...common,
    entryPoints: { asbuilt: join(cli, 'src/asbuilt.ts'), worker: join(cli, 'src/worker.ts') },
    outdir,
    define: { bundled: JSON.stringify(bundled) },
    banner: { js: '#!/usr/bin/env node' },
  });
  await chmod(join(outdir, 'asbuilt.js'), 0o755);
}

/** Puts the text of docs/rules/*.md into the module that reads them from the repository otherwise. */
const rulePagesInside = {
  name: 'rule-pages-inside',
  setup(builder) {
    builder.onLoad({ filter: /files[/\\]rule-pages\.ts$/ }, async () => ({
      contents: `export const rulePages = ${JSON.stringify(await readRulePages(rulePages))};`,
      loader: 'js',
    }));
  },
};

/** Tells the module that knows where those pages lie that they lie beside the bundle. */
const rulePagesBeside = {
  name: 'rule-pages-beside',
  setup(builder) {
    builder.onResolve({ filter: /^\.\/asbuilt\.js$/ }, ({ path }) => ({ path, external: true }));
    builder.onLoad({ filter: /lsp[/\\]rule-pages-folder\.ts$/ }, () => ({
      contents: `import { pathToFileURL } from 'node:url';
        export const rulePagesFolder = new URL('./rules/', pathToFileURL(require.resolve('./asbuilt.js')));`,
      loader: 'js',
    }));
  },
};

/** Tells the module that starts threads what they begin with. */
const workerBeside = {
  name: 'worker-beside',
  setup(builder) {
    builder.onResolve({ filter: /^\.\/worker\.js$/ }, ({ path }) => ({ path, external: true }));
    builder.onLoad({ filter: /check[/\\]worker-script\.ts$/ }, () => ({
      contents: "export const workerScript = require.resolve('./worker.js');",
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

/** Throws when a package that has a file of its own is among the commands too, where every start would pay for it. */
function assertStaysApart(commands, apart) {
  const here = foldersOf([commands]);
  const twice = foldersOf([apart]).filter((folder) => here.includes(folder));
  if (twice.length > 0) {
    throw new Error(`${twice.join(', ')}: import it through the module that stays apart (scripts/lib/apart.mjs).`);
  }
}

const packageFolder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/** The folders of the packages that are in bundles. */
function foldersOf(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  return [...new Set(inputs.flatMap((input) => packageFolder.exec(input)?.slice(0, 1) ?? []))];
}

/** The licences of the packages whose code is inside the bundle, as their terms ask. */
export async function licensesOf(metafiles) {
  const texts = await Promise.all(foldersOf(metafiles).map((folder) => licenseOf(join(root, folder))));
  return `${texts.join('\n\n')}\n`;
}

async function licenseOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((each) => /^licen[cs]e(?:\.\w+)?$/i.test(each));
  if (file === undefined)
    throw new Error(`${name} is inside the bundle, and its package has no licence to go with it.`);
  const text = await readFile(join(folder, file), 'utf8');
  return `${name} ${version} (${license})\n\n${text.trim()}`;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const outdir = resolve(process.argv[2] ?? join(cli, 'dist'));
  const { outputs } = await bundle(outdir);
  const bytes = Object.values(outputs).reduce((sum, output) => sum + output.bytes, 0);
  console.log(`${relative(process.cwd(), outdir)}: the commands are ${Math.round(bytes / 1024)} KB`);
}
