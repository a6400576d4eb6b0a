import { check, type Finding, rules } from '@asbuilt/core/check';
import { known } from '@asbuilt/core/model';
import type { Project } from '#files/project';

/** The rules of `asbuilt check` that hold the document against files: they count here, too. */
const ruleNames = new Set(['artifacts-exist', 'ports-agree']);

/** Promised files that are not there, and ports that front matter, capsule and profile name differently. */
export function brokenPromises({ file, draft, model, profile, files }: Project): readonly Finding[] {
  const using = rules.filter(({ name }) => ruleNames.has(name));
  // What files say of ports is compared by `ports.ts`, which reads them whole: here they are only there or not.
  const present = { has: (path: string) => files.has(path), text: () => undefined };
  return check({ file, draft, model, files: present, ...(profile && { profile }) }, using);
}

/** How many files the document promises. */
export function promisedFiles({ draft: { overview } }: Project): number {
  return [...overview.files, ...overview.artifacts].filter(({ path }) => known(path) !== undefined).length;
}
