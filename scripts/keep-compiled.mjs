// Runs a bundle of the command line tool and writes down the code that V8 compiled for it, so that the next start need
// not compile it again (packages/asbuilt/src/files/load-bundle.ts reads it, and wraps the bundle in the same way).
//   node scripts/keep-compiled.mjs <bundle.js>
// In a process of its own, with V8's usual flags: V8 takes kept code back under the same flags only.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

/** What is compiled by then is what the commands that people wait for most need. */
const commandLines = [['--help'], ['model'], ['check']];

const [, , file] = process.argv;
const script = new Script(`(function(module,exports,require){${readFileSync(file, 'utf8')}\n})`, { filename: file });
const module = { exports: {} };
script.runInThisContext()(module, module.exports, createRequire(file));
for (const argv of commandLines) await module.exports.start(argv);
process.on('exit', () => {
  writeFileSync(file.replace(/\.js$/, `-${process.versions.v8}-${process.arch}.cache`), script.createCachedData());
  process.exitCode = 0;
});
