/** @typedef {import('./tally-reporter.mjs').Tally} Tally */
/** @typedef {import('./tally-reporter.mjs').FileTally} FileTally */

/** So many files at most are run once more. More than these failing at once is no accident of a busy machine. */
const mostSuspects = 5;

/**
 * The files whose failures may be those of a busy machine, and which are run once more, with nothing beside them.
 *
 * @param {Tally} tally
 * @returns {readonly string[]}
 */
export function suspects({ files }) {
  const failed = files.filter((file) => file.failed.length > 0).map(({ file }) => file);
  return failed.length <= mostSuspects ? failed : [];
}

/**
 * What a run of the tests came to, in words.
 *
 * @param {Tally} first
 * @param {readonly FileTally[]} again what files came to that were run once more, which is what counts then
 * @param {object} run
 * @param {number} run.code what vitest ended with at first
 * @param {boolean} run.skipsFail whether a skipped test counts as failed
 * @returns {{ readonly lines: readonly string[], readonly passed: number, readonly failed: number }}
 */
export function verdict(first, again, { code, skipsFail }) {
  const files = first.files.map((one) => again.find(({ file }) => file === one.file) ?? one);
  const failures = failuresOf({ ...first, files });
  const unsteady = failuresOf(first).filter(({ where }) => !failures.some((failure) => failure.where === where));
  const skipped = files.flatMap((file) => file.skipped);
  const failed = failures.length + (skipsFail ? skipped.length : 0);
  // A run that vitest itself calls failed is never shown as clean, e.g. when a name matches no file.
  const unexplained = failed === 0 && unsteady.length === 0 && code !== 0 ? 1 : 0;
  return {
    lines: [
      ...skipped.map(({ name, reason }) => `skipped: ${name} (${reason})`),
      ...(skipsFail && skipped.length > 0 ? ['With CI=true a skipped test counts as failed.'] : []),
      ...unsteady.map(
        ({ where, message }) => `unsteady: ${where} passed with nothing beside it; before that: ${message}`,
      ),
      ...failures.map(({ where, message }) => `failed: ${where}: ${message}`),
    ],
    passed: files.reduce((sum, file) => sum + file.passed, 0),
    failed: failed + unexplained,
  };
}

/**
 * @param {Tally} tally
 * @returns {{ readonly where: string, readonly message: string }[]}
 */
function failuresOf({ files, unhandled }) {
  return [
    ...files.flatMap(({ file, failed }) =>
      failed.map(({ name, message }) => ({ where: `${file} > ${name}`, message })),
    ),
    ...unhandled.map((message) => ({ where: 'outside of any test', message })),
  ];
}
