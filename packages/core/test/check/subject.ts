import type { Subject } from '../../src/check/rule.ts';
import { link, read, readProfile } from '../../src/overview/index.ts';

/** What a test says about the surroundings of a document. */
export interface Surroundings {
  /** Text of the profile. */
  readonly profile?: string;
  /** Text of the profile's local override. */
  readonly local?: string;
  /** Every file of the project. */
  readonly files?: readonly string[];
  readonly evidence?: Subject['evidence'];
}

export const profileFile = 'confer-agent.profile.yml';
export const localFile = 'confer-agent.profile.local.yml';

/** Reads a document as `asbuilt check overview.md` does. */
export function subjectOf(text: string, { profile, local, files, evidence }: Surroundings = {}): Subject {
  const draft = read(text);
  const override = local === undefined ? undefined : { file: localFile, text: local };
  return {
    file: 'overview.md',
    draft,
    model: link(draft),
    ...(profile !== undefined && { profile: readProfile(profileFile, profile, override) }),
    ...(files !== undefined && { files: new Set(files) }),
    ...(evidence !== undefined && { evidence }),
  };
}
