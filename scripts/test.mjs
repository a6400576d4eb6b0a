// Runs the tests: `npm test`, or `npm test -- NAME …` for the files whose path has NAME in it. Options after
// the names go to vitest. The last line says `N passed, N failed`. With CI=true a file that failed is run once more,
// alone: what passes then is told as unsteady.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopOnSignals } from './lib/children.mjs';
import { provideFastapi } from './lib/fastapi.mjs';
import { foreground } from './lib/foreground.mjs';
import { prepare } from './lib/prepare.mjs';
import { providePrometheus } from './lib/prometheus.mjs';
import { provideRedisServer } from './lib/redis-server.mjs';
import { root } from './lib/root.mjs';
import { main, say } from './lib/step.mjs';
import { asksFor, buildsFor } from './lib/test-files.mjs';
import { suspects, verdict } from './lib/verdict.mjs';

const vitest = join('node_modules', 'vitest', 'vitest.mjs');
const reporters = ['--reporter=default', `--reporter=${join(root, 'scripts', 'lib', 'tally-reporter.mjs')}`];

/** There a busy machine may be at fault, and a skipped test is a failed one. */
const ci = process.env['CI'] === 'true';

await main(async () => {
  const args = process.argv.slice(2);
  const hearSignals = stopOnSignals();
  const firstOption = args.findIndex((arg) => arg.startsWith('-'));
  const [names, options] = firstOption === -1 ? [args, []] : [args.slice(0, firstOption), args.slice(firstOption)];
  await prepare(await buildsFor(names));
  if (await asksFor(names, /artifacts|telemetry|gate|slo|prometheus/)) await providePrometheus();
  if (await asksFor(names, /^packages\/runtime\/test\/|fastapi/)) await provideRedisServer();
  if (await asksFor(names, /fastapi/)) await provideFastapi();
  hearSignals();

  const first = await runTests(args);
  if (first.tally === undefined) {
    say(`The tests did not run to their end (vitest ended with ${first.code}).`);
    say('0 passed, 1 failed');
    return first.code === 0 ? 1 : first.code;
  }
  const again = ci ? await runAlone(suspects(first.tally), options) : [];
  const { lines, passed, failed } = verdict(first.tally, again, { code: first.code, skipsFail: ci });
  for (const line of lines) say(line);
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});

/**
 * @param {readonly string[]} args of vitest
 * @returns {Promise<{ readonly code: number, readonly tally: import('./lib/tally-reporter.mjs').Tally | undefined }>} no tally when the run did not get
 *   to its end
 */
async function runTests(args) {
  const folder = await mkdtemp(join(tmpdir(), 'asbuilt-tests-'));
  try {
    const file = join(folder, 'tally.json');
    process.env['ASBUILT_TALLY'] = file;
    const code = await foreground(process.execPath, [vitest, 'run', ...reporters, ...args]);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    return { code, tally: text === undefined ? undefined : JSON.parse(text) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Runs files one after another, with nothing beside them.
 *
 * @param {readonly string[]} files
 * @param {readonly string[]} options of vitest
 * @returns {Promise<readonly import('./lib/tally-reporter.mjs').FileTally[]>} none when the run did not get to its end
 */
async function runAlone(files, options) {
  if (files.length === 0) return [];
  say(`Whether these fail with nothing beside them: ${files.join(', ')}`);
  const { tally } = await runTests([...files, ...options, '--no-file-parallelism']);
  // An error that no test caught could be of any of them.
  return tally === undefined || tally.unhandled.length > 0 ? [] : tally.files;
}
