import type { Repository } from '../../src/survey/repository.ts';

/** A repository with these files. */
export function repositoryOf(files: Readonly<Record<string, string>>): Repository {
  return { files: Object.keys(files).toSorted(), read: async (path) => files[path] };
}

/** A package.json with these runtime dependencies that something starts. */
export function startedPackage(
  name: string,
  dependencies: Readonly<Record<string, string>>,
  more: object = {},
): string {
  return JSON.stringify({ name, scripts: { start: 'node .' }, dependencies, ...more }, null, 2);
}
