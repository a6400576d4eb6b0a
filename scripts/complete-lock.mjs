// Completes package-lock.json so that `npm ci` accepts it on every platform. Run it after every `npm install`.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { completeLock, lockProblems } from './lib/lock.mjs';
import { root } from './lib/root.mjs';

const file = join(root, 'package-lock.json');
const lock = JSON.parse(await readFile(file, 'utf8'));
const completed = completeLock(lock);
const added = Object.keys(completed.packages).length - Object.keys(lock.packages).length;
if (added > 0) await writeFile(file, `${JSON.stringify(completed, null, 2)}\n`);

const problems = lockProblems(completed);
for (const problem of problems) console.error(problem);
console.log(`package-lock.json: ${added} optional packages added.`);
process.exitCode = problems.length === 0 ? 0 : 1;
