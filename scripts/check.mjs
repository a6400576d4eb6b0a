// Holds the checkout against the house rules: `npm run check`, or `npm run check NAME …` for some of them.
// The last line says `N passed, N failed`.
import { deps } from './lib/checks/deps.mjs';
import { docs } from './lib/checks/docs.mjs';
import { format } from './lib/checks/format.mjs';
import { lint } from './lib/checks/lint.mjs';
import { types } from './lib/checks/types.mjs';
import { unused } from './lib/checks/unused.mjs';
import { stopOnSignals } from './lib/children.mjs';
import { limit } from './lib/limit.mjs';
import { prepare } from './lib/prepare.mjs';
import { main, StepFailed, say, seconds } from './lib/step.mjs';

/** @type {readonly import('./lib/checks/check.mjs').Check[]} */
const checks = [types, lint, unused, deps, docs, format];

/** The compilers of `types` already share two cores among them. */
const checksAtOnce = 2;

await main(async () => {
  stopOnSignals();
  const wanted = choose(process.argv.slice(2));
  await prepare([]);
  const atOnce = limit(checksAtOnce);
  const verdicts = await Promise.all(wanted.map((check) => atOnce(() => carryOut(check))));
  const passed = verdicts.filter((ok) => ok).length;
  say(`${passed} passed, ${verdicts.length - passed} failed`);
  return passed === verdicts.length ? 0 : 1;
});

/**
 * @param {readonly string[]} names
 * @returns {readonly import('./lib/checks/check.mjs').Check[]}
 */
function choose(names) {
  const unknown = names.find((name) => !checks.some((check) => check.name === name));
  if (unknown !== undefined) {
    throw new StepFailed(
      `There is no check named ${unknown}. There are: ${checks.map(({ name }) => name).join(', ')}.`,
    );
  }
  return names.length === 0 ? checks : checks.filter(({ name }) => names.includes(name));
}

/** @param {import('./lib/checks/check.mjs').Check} check */
async function carryOut({ name, holds, run }) {
  const startedAt = performance.now();
  const { ok, output } = await run();
  say(`${ok ? '✓' : '✗'} ${name}: ${holds} (${seconds(startedAt)})`);
  if (output !== '') say(`${output}\n`);
  return ok;
}
