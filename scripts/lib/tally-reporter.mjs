import { writeFile } from 'node:fs/promises';

/**
 * What a run of the tests came to. `failed` counts tests, and files or groups that broke outside of any test.
 *
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {readonly { readonly name: string, readonly reason: string }[]} skipped
 */

/** @typedef {import('vitest/node').Reporter} Reporter */

/**
 * The reporter that `scripts/test.mjs` gives to vitest, which wants a class: writes the tally to the file that
 * `ASBUILT_TALLY` names.
 *
 * @implements {Reporter}
 */
export default class TallyReporter {
  #picked = false;

  /** @param {import('vitest/node').Vitest} vitest */
  onInit(vitest) {
    this.#picked = vitest.config.testNamePattern !== undefined;
  }

  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors those that no test caught
   */
  async onTestRunEnd(modules, unhandledErrors) {
    const file = process.env['ASBUILT_TALLY'];
    if (file === undefined) throw new Error('ASBUILT_TALLY does not say where the tally goes.');
    const counted = tally(modules, unhandledErrors.length);
    // With --testNamePattern the others are left out because one asked for it.
    await writeFile(file, JSON.stringify({ ...counted, skipped: this.#picked ? [] : counted.skipped }));
  }
}

/**
 * @param {readonly import('vitest/node').TestModule[]} modules
 * @param {number} unhandled how many errors no test caught
 * @returns {Tally}
 */
function tally(modules, unhandled) {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const groups = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const broken = groups.filter((group) => group.errors().length > 0).length;
  const states = tests.map((test) => ({ test, result: test.result() }));
  return {
    passed: states.filter(({ result }) => result.state === 'passed').length,
    failed:
      states.filter(({ result }) => result.state === 'failed' || result.state === 'pending').length +
      broken +
      unhandled,
    skipped: states.flatMap(({ test, result }) =>
      result.state === 'skipped' && !stoodInBrokenGroup(test)
        ? [{ name: test.fullName, reason: result.note ?? 'no reason is given' }]
        : [],
    ),
  };
}

/**
 * Whether a test was skipped because a hook around it failed: that failure is counted already.
 *
 * @param {import('vitest/node').TestCase} test
 */
function stoodInBrokenGroup(test) {
  for (let group = test.parent; ; group = group.parent) {
    if (group.errors().length > 0) return true;
    if (group.type === 'module') return false;
  }
}
