import type { Change, Difference, Said, VersionFinding } from '@asbuilt/core/diff';
import { lineIndex } from '@asbuilt/core/text';
import { type LoadedVersion, namesOf, type Versions } from './diff-versions.ts';

type Placed<T> = Omit<T, 'span'> & { readonly line: number; readonly column: number };

/**
 * A difference as other programs read it: `{versions, changes, consequences, appeared, gone}`, places as 1-based lines and
 * columns (UTF-16 code units) of the version that says it.
 */
export function diffJson(difference: Difference, versions: Versions): string {
  const { changes, consequences, appeared, gone } = difference;
  const [inBefore, inAfter] = [placesIn(versions.before), placesIn(versions.after)];
  const said = {
    versions: namesOf(versions),
    changes: changes.map(({ before, after, ...rest }: Change) => ({
      ...rest,
      ...(before && { before: inBefore<Said>(before) }),
      ...(after && { after: inAfter<Said>(after) }),
    })),
    consequences,
    appeared: appeared.map((finding) => findingIn(inAfter, finding)),
    gone: gone.map((finding) => findingIn(inBefore, finding)),
  };
  return `${JSON.stringify(said, null, 2)}\n`;
}

type Place = <T extends Pick<Said, 'span'>>(at: T) => Placed<T>;

function placesIn({ project }: LoadedVersion): Place {
  const lines = lineIndex(project.draft.text);
  return ({ span, ...rest }) => ({ ...rest, ...lines.position(span.from) });
}

/** What is found in another file, the profile, has its place there. */
function findingIn(place: Place, { rule, severity, message, span, file }: VersionFinding): unknown {
  return { rule, severity, message, ...(file === undefined ? place({ span }) : { file }) };
}
