import { tool } from './check.mjs';

/** @type {import('./check.mjs').Check} */
export const unused = {
  name: 'unused',
  holds: 'No file, export or dependency is left that nothing uses, and none is used that is not declared.',
  run: () => tool('knip/bin/knip.js', ['--no-progress', '--treat-config-hints-as-errors']),
};
