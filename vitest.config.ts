import { defineConfig } from 'vitest/config';

// Tests run from the sources: the "@asbuilt/source" condition makes every workspace resolve to src/, so nothing has to be built first.
const conditions = ['@asbuilt/source', 'node', 'import', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
});
