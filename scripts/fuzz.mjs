// Gives the whole reader made-up and mutated documents, until the time is over or one breaks a law:
//   npm run fuzz -- [--seconds 60] [--seed 1]
//   npm run fuzz -- --file broken.md [--profile broken.yml]
// The laws are in packages/core/test/fuzz/laws.ts. Exit code 0: all held, also when you end it with Ctrl-C; 1: one was
// broken, and the input that breaks it, as small as it gets, lies in .asbuilt/fuzz; 2: it could not be tried.

import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { fuzz } from './lib/fuzz.mjs';
import { root } from './lib/root.mjs';
import { main, StepFailed, say } from './lib/step.mjs';

const keptIn = join(root, '.asbuilt/fuzz');

await main(async () => {
  const { seconds, seed, only, worker } = await optionsOf(process.argv.slice(2));
  const folder = await mkdtemp(join(tmpdir(), 'asbuilt-fuzz-'));
  try {
    const script = worker ?? (await bundledWorker(folder));
    say(only === undefined ? `seed ${seed}, ${seconds} s` : 'one input');
    const result = await fuzz({ script, seed, only, forMs: seconds * 1000 }, process.stdout);
    if (result.broken === undefined) return 0;
    await keep(result.broken, seed);
    return 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** @param {string[]} args */
async function optionsOf(args) {
  const { seconds, seed, file, profile, worker } = parsed(args);
  const only = file === undefined ? undefined : await textOf(file);
  const onlyProfile = profile === undefined ? '' : await textOf(profile);
  return {
    seconds: wholeNumber('--seconds', seconds),
    seed: wholeNumber('--seed', seed),
    worker,
    only: only === undefined ? undefined : { overview: only, profile: onlyProfile },
  };
}

/** @param {string[]} args */
function parsed(args) {
  try {
    return parseArgs({
      args,
      options: {
        seconds: { type: 'string', default: '60' },
        seed: { type: 'string', default: String(randomInt(1_000_000)) },
        file: { type: 'string' },
        profile: { type: 'string' },
        // In the place of ours: what a test gives.
        worker: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new StepFailed(messageOf(error));
  }
}

/**
 * @param {string} name
 * @param {string} text
 */
function wholeNumber(name, text) {
  if (!/^\d{1,9}$/.test(text)) throw new StepFailed(`${name} ${text} is no whole number: give one, e.g. ${name} 60.`);
  return Number(text);
}

/** @param {string} file */
async function textOf(file) {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new StepFailed(`${file} cannot be read: ${messageOf(error)}`);
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @param {string} folder */
async function bundledWorker(folder) {
  const outfile = join(folder, 'worker.cjs');
  await build({
    entryPoints: [fileURLToPath(import.meta.resolve('../packages/core/test/fuzz/worker.ts'))],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    conditions: ['@asbuilt/source'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

/**
 * Writes the input that breaks a law where it stays, and says how to see it again.
 *
 * @param {import('./lib/fuzz.mjs').Broken} broken
 * @param {number} seed
 */
async function keep({ index, breach, input }, seed) {
  await mkdir(keptIn, { recursive: true });
  const overview = join(keptIn, `${seed}-${index}.md`);
  const profile = join(keptIn, `${seed}-${index}.yml`);
  await writeFile(overview, input.overview);
  await writeFile(profile, input.profile);
  const [shown, shownProfile] = [overview, profile].map((path) => relative(process.cwd(), path));
  say(`✗ Input ${index} of seed ${seed} breaks the law: ${breach.law}.`);
  say(`  ${breach.message.split('\n').slice(0, 6).join('\n  ')}`);
  say(`  What is left of it is in ${shown} (${input.overview.length} characters) and ${shownProfile}.`);
  say(`  Try it again with: npm run fuzz -- --file ${shown} --profile ${shownProfile}`);
}
