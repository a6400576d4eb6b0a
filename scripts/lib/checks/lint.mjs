import { tool } from './check.mjs';

/** @type {import('./check.mjs').Check} */
export const lint = {
  name: 'lint',
  holds: 'No rule of .oxlintrc.json is broken; sizes that are out of the ordinary are pointed out.',
  run: async () => {
    const { ok, output } = await tool('oxlint/bin/oxlint', []);
    // Its last two lines only count what it says above.
    return { ok, output: ok && output.includes('Found 0 warnings') ? '' : output };
  },
};
