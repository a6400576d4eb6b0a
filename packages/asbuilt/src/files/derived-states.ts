import { basename } from 'node:path';
import { type Artifact, artifacts } from '@asbuilt/core/artifacts';
import type { DerivedFile } from '@asbuilt/core/check';
import type { Project } from './project.ts';
import { isStampedFrom, stamp, stampState, unixLines } from './stamp.ts';

/**
 * How the derived files that lie in the project compare with what the overview derives now. Of pictures it is only said
 * whether somebody changed them: laying one out again takes longer than all else that a check does. Files that people go on
 * writing are left out, and those derived from another document.
 */
export function derivedStates(project: Project): readonly DerivedFile[] {
  const textOf = derivation(project);
  return artifacts.flatMap((artifact): DerivedFile[] => {
    const { path } = artifact;
    const found = 'laidInto' in artifact ? undefined : project.files.text(path);
    if (found === undefined || !isStampedFrom(found, basename(project.file))) return [];
    if (stampState(found) === 'edited') return [{ path, state: 'edited' }];
    if (path.endsWith('.svg')) return [];
    return [{ path, state: unixLines(textOf(artifact)) === unixLines(found) ? 'current' : 'stale' }];
  });
}

/** What belongs into an artifact's file, stamp included; some texts have two places and are derived once. */
function derivation({ file, model, profile }: Project): (artifact: Artifact) => string {
  const source = { file: basename(file), model, ...(profile && { profile: profile.profile }) };
  const texts = new Map<Artifact['derive'], string>();
  return ({ derive, comment }) => {
    const text = texts.get(derive) ?? derive(source);
    texts.set(derive, text);
    return stamp(text, comment, source.file);
  };
}
