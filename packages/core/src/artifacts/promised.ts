import type { Model } from '#model/index';
import type { Artifact } from './artifact.ts';

/** Of some artifacts those that are always written, and those that the overview names by their path in its file map or its references. */
export function promised(all: readonly Artifact[], { overview }: Model): readonly Artifact[] {
  const named = new Set(
    [...overview.files, ...overview.artifacts, ...overview.references].flatMap(({ path }) =>
      path === undefined ? [] : [path.value.replace(/^(?:\.?\/)+/, '')],
    ),
  );
  return all.filter(({ isDefault, path }) => isDefault || named.has(path));
}
