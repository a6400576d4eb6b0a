import { posix } from 'node:path';
import type { Finding } from '@asbuilt/core/check';
import { namedTexts } from '#files/named-texts';
import type { Project } from '#files/project';

/** The texts that findings point into besides the overview, by the names that they give them. */
export function textsOf(project: Project, findings: readonly Finding[]): ReadonlyMap<string, string> {
  const texts = new Map(namedTexts(project));
  for (const { file } of findings.flatMap((finding) => [finding, ...finding.notes])) {
    if (file === undefined || texts.has(file)) continue;
    const text = textNamed(project, file);
    if (text !== undefined) texts.set(file, text);
  }
  return texts;
}

/** A file of the project, named as the user would or as the overview does. */
export function textNamed({ file: overview, files }: Project, name: string): string | undefined {
  const folder = `${posix.dirname(overview)}/`;
  return (name.startsWith(folder) ? files.text(name.slice(folder.length)) : undefined) ?? files.text(name);
}
