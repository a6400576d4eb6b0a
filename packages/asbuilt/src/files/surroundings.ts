import { basename, relative, resolve, sep } from 'node:path';
import { artifacts, promised } from '@asbuilt/core/artifacts';
import type { Surroundings } from '@asbuilt/core/guard';
import type { Project } from './project.ts';

/** The profile's usual name, for an overview that has none (any more). */
const usualProfile = 'confer-agent.profile.yml';

/** What judging a change needs besides the model: what the overview and its profile are called in its folder, and what is derived. */
export function surroundingsOf({ file, directory, profile, model }: Project, cwd: string): Surroundings {
  return {
    overview: basename(file),
    profile:
      profile === undefined ? usualProfile : relative(directory, resolve(cwd, profile.file)).replaceAll(sep, '/'),
    derived: promised(artifacts, model).map(({ path }) => path),
  };
}
