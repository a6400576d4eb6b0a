// Runs the tests: `npm test`, or `npm test -- NAME …` for the files whose path has NAME in it. Options after
// the names go to vitest. The last line says `N passed, N failed`.
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

const vitest = join('node_modules', 'vitest', 'vitest.mjs');
const reporters = ['--reporter=default', `--reporter=${join(root, 'scripts', 'lib', 'tally-reporter.mjs')}`];

await main(async () => {
  const args = process.argv.slice(2);
  const hearSignals = stopOnSignals();
  const firstOption = args.findIndex((arg) => arg.startsWith('-'));
  const names = firstOption === -1 ? args : args.slice(0, firstOption);
  await prepare(await buildsFor(names));
  if (await asksFor(names, /artifacts|telemetry|gate|slo|prometheus/)) await providePrometheus();
  if (await asksFor(names, /^packages\/runtime\/test\/|fastapi/)) await provideRedisServer();
  if (await asksFor(names, /fastapi/)) await provideFastapi();
  hearSignals();

  const folder = await mkdtemp(join(tmpdir(), 'asbuilt-tests-'));
  try {
    process.env['ASBUILT_TALLY'] = join(folder, 'tally.json');
    const code = await foreground(process.execPath, [vitest, 'run', ...reporters, ...args]);
    return tell(await readTally(process.env['ASBUILT_TALLY']), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/**
 * @param {string} file
 * @returns {Promise<import('./lib/tally-reporter.mjs').Tally | undefined>} nothing when the run did not get to its end
 */
async function readTally(file) {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

/**
 * Says how it went, and gives the exit code.
 *
 * @param {import('./lib/tally-reporter.mjs').Tally | undefined} tally
 * @param {number} code what vitest ended with
 */
function tell(tally, code) {
  if (tally === undefined) {
    say(`The tests did not run to their end (vitest ended with ${code}).`);
    say('0 passed, 1 failed');
    return code === 0 ? 1 : code;
  }
  for (const { name, reason } of tally.skipped) say(`skipped: ${name} (${reason})`);
  const skipsFail = process.env['CI'] === 'true';
  if (skipsFail && tally.skipped.length > 0) say('With CI=true a skipped test counts as failed.');
  const counted = tally.failed + (skipsFail ? tally.skipped.length : 0);
  // A run that vitest itself calls failed is never shown as clean, e.g. when a name matches no file.
  const failed = counted === 0 && code !== 0 ? 1 : counted;
  say(`${tally.passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
