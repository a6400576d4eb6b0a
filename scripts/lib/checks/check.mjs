/**
 * Something that must hold of the whole checkout.
 *
 * @typedef {object} Check
 * @property {string} name as in `npm run check NAME`
 * @property {string} holds the sentence that it looks after
 * @property {() => Promise<Verdict>} run
 *
 * @typedef {object} Verdict
 * @property {boolean} ok
 * @property {string} output what the reader has to know: problems, or warnings of one that holds
 */

import { join } from 'node:path';
import { collect } from '../children.mjs';
import { root } from '../root.mjs';

/**
 * Runs a tool of node_modules.
 *
 * @param {string} script its file below node_modules
 * @param {readonly string[]} args
 * @param {string} [folder] where it runs, relative to the checkout
 * @returns {Promise<Verdict>}
 */
export async function tool(script, args, folder = '.') {
  const color = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };
  const { code, output } = await collect(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: join(root, folder),
    env: { ...process.env, ...color },
  });
  return { ok: code === 0, output: output.trim() };
}

/**
 * @param {readonly Verdict[]} verdicts
 * @returns {Verdict}
 */
export function together(verdicts) {
  return {
    ok: verdicts.every(({ ok }) => ok),
    output: verdicts
      .map(({ output }) => output)
      .filter((output) => output !== '')
      .join('\n'),
  };
}
