// Runs the benchmarks of bench/ one after the other, or those whose names are given:
//   node scripts/bench.mjs [cold-check] [linear]
// Each prints what it measured, and ratios that hold on any machine.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './lib/root.mjs';

const folder = join(root, 'bench');
const known = (await readdir(folder))
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => name.slice(0, -'.mjs'.length))
  .toSorted();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));

if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(', ')}. These there are: ${known.join(', ')}.\n`);
  process.exitCode = 2;
} else {
  for (const name of asked.length > 0 ? asked : known) {
    const { title, measure } = await import(pathToFileURL(join(folder, `${name}.mjs`)).href);
    console.log(`\n${name}: ${title}`);
    await measure((line) => console.log(`  ${line}`));
  }
}
