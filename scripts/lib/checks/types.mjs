import { limit } from '../limit.mjs';
import { together, tool } from './check.mjs';

const tsc = 'typescript/bin/tsc';
const compilersAtOnce = 2;

/** Every program of the house, the slowest first. The Studio's routes get their types from Next.js beforehand. */
const programs = [
  'tsconfig.test.json',
  'apps/studio/tsconfig.json',
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
    const typegen = await tool('next/dist/bin/next', ['typegen'], 'apps/studio');
    if (!typegen.ok) return typegen;
    const atOnce = limit(compilersAtOnce);
    return together(
      await Promise.all(
        programs.map((program) => atOnce(() => tool(tsc, ['-p', program, '--noEmit', '--pretty', 'false']))),
      ),
    );
  },
};
