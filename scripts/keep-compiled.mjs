// Runs a bundle of the command line tool and writes down the code that V8 compiled for it, so that the next start need
// not compile it again (packages/asbuilt/src/files/load-bundle.ts reads it, and wraps the bundle in the same way).
//   node scripts/keep-compiled.mjs <bundle.js> <flags of V8>
// In a process of its own: V8 takes kept code back under the same flags only, so they are set in the way the program sets them.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/** What is compiled by then is what the commands that people wait for most need. */
const commandLines = [['--help'], ['model'], ['check']];

const [, , file, v8Flags] = process.argv;
setFlagsFromString(v8Flags);
const script = new Script(`(function(module,exports,require){${readFileSync(file, 'latin1')}\n})`, { filename: file });
const module = { exports: {} };
script.runInThisContext()(module, module.exports, createRequire(file));
for (const argv of commandLines) await module.exports.start(argv);
process.on('exit', () => {
  writeFileSync(file.replace(/\.js$/, `-${process.versions.v8}-${process.arch}.cache`), script.createCachedData());
  process.exitCode = 0;
});
