import { tool } from './check.mjs';

/** @type {import('./check.mjs').Check} */
export const format = {
  name: 'format',
  holds: 'Everything is written as Biome writes it; `npm run fix` does that.',
  run: async () => {
    const { ok, output } = await tool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']);
    return { ok, output: ok ? '' : output };
  },
};
