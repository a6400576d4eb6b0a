import { profileTexts } from './profile-texts.ts';
import type { Project } from './project.ts';

/** The texts that an overview is read with, by the names that findings give them: what it includes, and its profile. */
export function namedTexts(project: Project): ReadonlyMap<string, string> {
  const included = project.pages.included.map(({ file, text }) => [file, text] as const);
  return new Map([...included, ...profileTexts(project)]);
}
