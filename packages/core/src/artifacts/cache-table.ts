import type { Artifact } from './artifact.ts';
import { sectionTable } from './section-table.ts';
import { caching } from './sections/caching.ts';

/** output/cache-table.md: the cache layers, and what empties them. */
export const cacheTable: Artifact = sectionTable(caching, {
  path: 'output/cache-table.md',
  isDefault: false,
  title: 'Caches',
  nothing: 'The overview states no caches.',
});
