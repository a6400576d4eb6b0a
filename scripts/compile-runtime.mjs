// Makes packages/runtime/dist: the types of every file, and dist/bundle, which is what programs load. Of `asbuilt up` most
// would otherwise be spent on finding and opening hundreds of small files.
//   node scripts/compile-runtime.mjs
// Inside is what every system needs: the packages that are imported though they are no dependencies of the runtime, which are
// installed with it, and core, of which users need the types. A dependency is imported when it is needed.
// Prints a line `TSFILE: <path>` for each file that it wrote, as tsc does.

import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { licensesOf } from './bundle.mjs';
import { root } from './lib/root.mjs';

const runtime = join(root, 'packages/runtime');
const outdir = join(runtime, 'dist/bundle');

const tsc = join(root, 'node_modules/typescript/bin/tsc');
const { exports, dependencies } = JSON.parse(await readFile(join(runtime, 'package.json'), 'utf8'));

if (await compiles()) {
  const { metafile } = await bundle();
  const licenses = join(outdir, 'third-party-licenses.txt');
  await writeFile(licenses, await licensesOf([metafile]));
  const written = Object.keys(metafile.outputs).map((output) => join(root, output));
  console.log([...written, licenses].map((path) => `TSFILE: ${path}`).join('\n'));
}

function bundle() {
  return build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(Object.entries(exports).map(entryOf)),
    outdir,
    bundle: true,
    // What is loaded later lies in files of its own, and so does what entries share.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@asbuilt/source'],
    external: Object.keys(dependencies).filter((name) => name !== '@asbuilt/core'),
    // Packages inside that are no ES modules ask for what Node.js brings along.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
}

/** `.` is the file `index`, `./queue` is `queue`. */
function entryOf([name, { '@asbuilt/source': source }]) {
  return [name === '.' ? 'index' : name.slice('./'.length), join(runtime, source)];
}

async function compiles() {
  const options = ['-p', runtime, '--emitDeclarationOnly', '--noEmitOnError', '--listEmittedFiles'];
  const { code = 0, stdout } = await promisify(execFile)(process.execPath, [tsc, ...options]).catch((error) => error);
  process.stdout.write(stdout);
  process.exitCode = code;
  return code === 0;
}
