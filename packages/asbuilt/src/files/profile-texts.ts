import type { Project } from './project.ts';

/** The texts of the profile and of the local one over it, by the names that findings give them. */
export function profileTexts({ profile }: Project): ReadonlyMap<string, string> {
  const texts = profile === undefined ? [] : [profile, ...(profile.local === undefined ? [] : [profile.local])];
  return new Map(texts.map(({ file, text }) => [file, text]));
}
