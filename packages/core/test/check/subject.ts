import type { ProjectFiles, Subject } from '../../src/check/rule.ts';
import { link, read, readProfile } from '../../src/overview/index.ts';

/** What a test says about the surroundings of a document. */
export interface Surroundings {
  /** Text of the profile. */
  readonly profile?: string;
  /** Text of the profile's local override. */
  readonly local?: string;
  /** Every file of the project: names alone, or paths with their texts. */
  readonly files?: readonly string[] | ReadonlyMap<string, string>;
  readonly derived?: Subject['derived'];
  readonly evidence?: Subject['evidence'];
}

export const profileFile = 'confer-agent.profile.yml';
export const localFile = 'confer-agent.profile.local.yml';

/** Reads a document as `asbuilt check overview.md` does. */
export function subjectOf(text: string, { profile, local, files, derived, evidence }: Surroundings = {}): Subject {
  const draft = read(text);
  const override = local === undefined ? undefined : { file: localFile, text: local };
  return {
    file: 'overview.md',
    draft,
    model: link(draft),
    ...(profile !== undefined && { profile: readProfile(profileFile, profile, override) }),
    ...(files !== undefined && { files: projectFiles(files) }),
    ...(derived !== undefined && { derived }),
    ...(evidence !== undefined && { evidence }),
  };
}

function projectFiles(files: readonly string[] | ReadonlyMap<string, string>): ProjectFiles {
  const texts = 'get' in files ? files : new Map(files.map((path) => [path, '']));
  return { has: (path) => texts.has(path), text: (path) => texts.get(path) };
}
