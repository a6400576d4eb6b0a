import { basename, relative, resolve, sep } from 'node:path';
import { artifacts, promised } from '@asbuilt/core/artifacts';
import type { Surroundings } from '@asbuilt/core/guard';
import type { Project } from './project.ts';

/** The profile's usual name, for an overview that has none (any more). */
const usualProfile = 'confer-agent.profile.yml';

/** What judging a change needs besides the model: what the overview and its profile are called in its folder, and what is derived. */
export function surroundingsOf({ file, pages, directory, profile, model }: Project, cwd: string): Surroundings {
  const inFolder = (shown: string): string => relative(directory, resolve(cwd, shown)).replaceAll(sep, '/');
  return {
    overview: basename(file),
    included: pages.included.map((page) => inFolder(page.file)),
    profile: profile === undefined ? usualProfile : inFolder(profile.file),
    derived: promised(artifacts, model).map(({ path }) => path),
  };
}
