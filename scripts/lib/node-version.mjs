/** The oldest Node.js that everything here runs on: the first 20.x that can `require` an ES module. */
const oldestNode = '20.19.0';

/**
 * Says what is wrong with the running Node.js, or nothing when it will do.
 *
 * @param {string} running e.g. `20.20.2`
 * @returns {string | undefined}
 */
export function nodeProblem(running) {
  if (compareVersions(running, oldestNode) >= 0) return undefined;
  return `Asbuilt needs Node.js ${oldestNode} or newer, and this is ${running}. Install a newer one from https://nodejs.org and try again.`;
}

/**
 * @param {string} left
 * @param {string} right
 */
function compareVersions(left, right) {
  const [a, b] = [left, right].map((version) => version.split('.').map((part) => Number.parseInt(part, 10)));
  for (const index of [0, 1, 2]) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
