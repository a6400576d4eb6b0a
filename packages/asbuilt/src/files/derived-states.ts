import { basename } from 'node:path';
import { type Artifact, artifacts } from '@asbuilt/core/artifacts';
import type { DerivedFile } from '@asbuilt/core/check';
import { drawnStatements } from './drawn-statements.ts';
import type { Project } from './project.ts';
import { drawnIn, stampState, unixLines } from './stamp.ts';
import { stampArtifact } from './stamp-artifact.ts';
import { isStampedFrom } from './stamp-line.ts';

/**
 * How the derived files that lie in the project compare with what the overview derives now. Laying out a picture again takes
 * longer than all else that a check does: of those, the statements that they show are compared. Files that people go on
 * writing are left out, and those derived from another document.
 */
export function derivedStates(project: Project): readonly DerivedFile[] {
  const textOf = derivation(project);
  return artifacts.flatMap((artifact): DerivedFile[] => {
    const { path } = artifact;
    const found = 'laidInto' in artifact ? undefined : project.files.text(path);
    if (found === undefined || !isStampedFrom(found, basename(project.file))) return [];
    if (stampState(found) === 'edited') return [{ path, state: 'edited' }];
    const isCurrent =
      artifact.comment === 'svg'
        ? drawnIn(found) === drawnStatements(artifact, project.model)
        : unixLines(textOf(artifact)) === unixLines(found);
    return [{ path, state: isCurrent ? 'current' : 'stale' }];
  });
}

/** What belongs into an artifact's file, stamp included; some texts have two places and are derived once. */
function derivation({ file, model, profile }: Project): (artifact: Artifact) => string {
  const source = { file: basename(file), model, ...(profile && { profile: profile.profile }) };
  const texts = new Map<Artifact['derive'], string>();
  return (artifact) => {
    const text = texts.get(artifact.derive) ?? artifact.derive(source);
    texts.set(artifact.derive, text);
    return stampArtifact(text, { artifact, source: source.file, model });
  };
}
