import { known, type Span } from '#model/index';
import { projectPath } from '../project-path.ts';
import type { DerivedFile, Report, Rule, Subject } from '../rule.ts';
import { count, either, quoted } from '../say.ts';

/** Section 12, and every derived file that lies in the project: it shows the overview as it is now. */
export const artifactsAreCurrent: Rule = {
  name: 'artifacts-are-current',
  sentence: 'Every derived file shows the overview as it is now',
  severity: 'warning',
  holds: ['file-map/file/*/path', 'file-map/artifact/*/path'],
  check(subject, report) {
    const { derived = [], file } = subject;
    const places = placesIn(subject);
    const stale = derived.filter(({ state }) => state === 'stale');
    if (stale.length > 0) {
      const message = `${named(stale)} ${stale.length === 1 ? 'shows' : 'show'} an earlier version of the overview: whoever reads ${stale.length === 1 ? 'it' : 'them'} learns what is no longer so`;
      reportFiles(stale, { message, help: `\`asbuilt build ${file}\` writes what belongs there.` }, places, report);
    }
    const edited = derived.filter(({ state }) => state === 'edited');
    if (edited.length > 0) {
      const message = `${named(edited)} ${edited.length === 1 ? 'was' : 'were'} derived and then changed by hand: what was written there is nowhere in the overview, and the next build leaves ${edited.length === 1 ? 'it' : 'them'} as is`;
      const help = `Take the change over into the overview; \`asbuilt build --force ${file}\` then writes what belongs there.`;
      reportFiles(edited, { message, help }, places, report);
    }
  },
};

/** Where the overview names its files; one that it does not name is told of at the file map, or else at the beginning. */
interface Places {
  readonly byPath: ReadonlyMap<string, Span>;
  readonly otherwise: Span;
}

function placesIn({ draft: { overview, sections } }: Subject): Places {
  const mapped = [...overview.files, ...overview.artifacts].flatMap(({ path }) => {
    const target = projectPath(known(path) ?? '');
    return path === undefined || target.kind !== 'path' ? [] : [[target.path, path.span] as const];
  });
  const map = sections.find(({ section }) => section === 'file-map');
  return { byPath: new Map(mapped), otherwise: map?.heading ?? { from: 0, to: 0 } };
}

/** `output/slos.md`, or `5 files (a.md, b.md, c.md and 2 more)` */
function named(files: readonly DerivedFile[]): string {
  const [first, ...others] = files.map(({ path }) => quoted(path));
  if (others.length === 0) return first ?? '';
  const shown = files.slice(0, 3).map(({ path }) => quoted(path));
  const rest = files.length - shown.length;
  const list = rest === 0 ? either(shown).replace(' or ', ' and ') : `${shown.join(', ')} and ${rest} more`;
  return `${count(files.length, 'file')} (${list})`;
}

function reportFiles(
  files: readonly DerivedFile[],
  { message, help }: { readonly message: string; readonly help: string },
  { byPath, otherwise }: Places,
  report: Report,
): void {
  const [first, ...others] = files.flatMap(({ path }) => {
    const span = byPath.get(path);
    return span === undefined ? [] : [{ message: `${quoted(path)} is promised here`, span }];
  });
  report({ message, span: first?.span ?? otherwise, notes: others, help });
}
