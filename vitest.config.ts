import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Tests run from the sources: "@asbuilt/source" makes every workspace resolve to src/, so nothing has to be built first.
 * Neither "import" nor "require" is here: Vite and Node.js add the one that fits, and a CommonJS package that is given the
 * other one breaks.
 */
const conditions = ['@asbuilt/source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    // Generous: what waits for a server or a browser ends as soon as it is there, and machines may be busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Without this it is 1 s.
    expect: { poll: { timeout: 60_000 } },
    pool: 'forks',
    // Most tests wait for something. Vitest leaves a core out: of two, one file at a time takes twice as long.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
