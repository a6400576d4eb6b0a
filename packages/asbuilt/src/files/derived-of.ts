import { basename } from 'node:path';
import type { DerivedFile } from '@asbuilt/core/check';
import { known } from '@asbuilt/core/model';
import type { Project } from './project.ts';
import { isStampedFrom } from './stamp-line.ts';

/** Every build writes this one. */
const always = 'docs/architecture.md';

/** The files derived from an overview that lie in its project; where there are none, no artifact is loaded or derived. */
export async function derivedOf(project: Project): Promise<readonly DerivedFile[]> {
  if (!hasDerived(project)) return [];
  const { derivedStates } = await import('./derived-states.ts');
  return derivedStates(project);
}

function hasDerived({ file, draft: { overview }, files }: Project): boolean {
  const named = [...overview.files, ...overview.artifacts, ...overview.references].flatMap(
    ({ path }) => known(path) ?? [],
  );
  return [always, ...named].some((path) => {
    const text = files.text(path);
    return text !== undefined && isStampedFrom(text, basename(file));
  });
}
