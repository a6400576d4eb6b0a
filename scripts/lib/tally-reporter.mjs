import { writeFile } from 'node:fs/promises';

/**
 * A test that failed, or a group or file that broke outside of any test.
 *
 * @typedef {object} Failure
 * @property {string} name
 * @property {string} message its first line
 */

/**
 * What one file of tests came to.
 *
 * @typedef {object} FileTally
 * @property {string} file from the root
 * @property {number} passed
 * @property {readonly Failure[]} failed
 * @property {readonly { readonly name: string, readonly reason: string }[]} skipped
 */

/**
 * What a run of the tests came to.
 *
 * @typedef {object} Tally
 * @property {readonly FileTally[]} files
 * @property {readonly string[]} unhandled messages of errors that no test caught
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
   * @param {readonly { readonly message: string }[]} unhandledErrors those that no test caught
   */
  async onTestRunEnd(modules, unhandledErrors) {
    const file = process.env['ASBUILT_TALLY'];
    if (file === undefined) throw new Error('ASBUILT_TALLY does not say where the tally goes.');
    const files = modules.map(tally);
    /** @type {Tally} */
    const counted = {
      // With --testNamePattern the others are left out because one asked for it.
      files: this.#picked ? files.map((one) => ({ ...one, skipped: [] })) : files,
      unhandled: unhandledErrors.map(({ message }) => firstLine(message)),
    };
    await writeFile(file, JSON.stringify(counted));
  }
}

/**
 * @param {import('vitest/node').TestModule} module
 * @returns {FileTally}
 */
function tally(module) {
  const tests = [...module.children.allTests()].map((test) => ({ test, result: test.result() }));
  return {
    file: module.relativeModuleId,
    passed: tests.filter(({ result }) => result.state === 'passed').length,
    failed: [
      ...tests
        .filter(({ result }) => result.state === 'failed' || result.state === 'pending')
        .map(({ test, result }) => failure(test.fullName, result.errors ?? [])),
      ...[module, ...module.children.allSuites()]
        .filter((group) => group.errors().length > 0)
        .map((group) => failure(group.type === 'suite' ? group.fullName : 'the file itself', group.errors())),
    ],
    skipped: tests.flatMap(({ test, result }) =>
      result.state === 'skipped' && !stoodInBrokenGroup(test)
        ? [{ name: test.fullName, reason: result.note ?? 'no reason is given' }]
        : [],
    ),
  };
}

/**
 * @param {string} name
 * @param {readonly { readonly message: string }[]} errors
 * @returns {Failure}
 */
function failure(name, errors) {
  return { name, message: firstLine(errors[0]?.message ?? 'it did not come to its end') };
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

/** @param {string} text */
function firstLine(text) {
  return text.split('\n', 1)[0] ?? '';
}
