import { limit } from '../limit.mjs';
import { together, tool } from './check.mjs';

const tsc = 'typescript/bin/tsc';
const compilersAtOnce = 2;
const example = 'examples/next-fastapi/frontend';

/** Every program of the house, the slowest first. Routes of Next.js get their types from it beforehand. */
const programs = [
  'tsconfig.test.json',
  'apps/studio/tsconfig.json',
  `${example}/tsconfig.json`,
  'apps/api/tsconfig.json',
  'packages/asbuilt/tsconfig.json',
  'packages/runtime/tsconfig.json',
  'packages/core/tsconfig.json',
  'editors/vscode/tsconfig.json',
  'tsconfig.scripts.json',
];

/** @type {import('./check.mjs').Check} */
export const types = {
  name: 'types',
  holds: 'Every workspace, its tests and the scripts compile under the strict flags of tsconfig.base.json.',
  run: async () => {
    for (const pages of ['apps/studio', example]) {
      const typegen = await tool('next/dist/bin/next', ['typegen'], pages);
      if (!typegen.ok) return typegen;
    }
    const atOnce = limit(compilersAtOnce);
    return together(
      await Promise.all(
        programs.map((program) => atOnce(() => tool(tsc, ['-p', program, '--noEmit', '--pretty', 'false']))),
      ),
    );
  },
};
