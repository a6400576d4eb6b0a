import type { Change, Difference, Said, VersionFinding } from '@asbuilt/core/diff';
import { type LoadedVersion, namesOf, type Versions } from './diff-versions.ts';
import { type PageStart, startOf } from './page-start.ts';

type Placed<T> = Omit<T, 'span'> & PageStart;

/**
 * A difference as other programs read it: `{versions, changes, consequences, appeared, gone}`, places as 1-based lines and
 * columns (UTF-16 code units) of the version that says it, with the file where that is an included one.
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
  return ({ span, ...rest }) => ({ ...rest, ...startOf(project.pages.place(span)) });
}

/** What is found in another file, the profile, has its place there. */
function findingIn(place: Place, { rule, severity, message, span, file }: VersionFinding): unknown {
  return { rule, severity, message, ...(file === undefined ? place({ span }) : { file }) };
}
