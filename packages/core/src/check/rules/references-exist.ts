import { type Draft, type Hole, known, type Stated } from '#model/index';
import { isGitIgnored } from '../git-ignore.ts';
import { leadsToFile, projectPath } from '../project-path.ts';
import type { Report, Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** Section 2, and the profile that the capsule names: what the document builds on is there. */
export const referencesExist: Rule = {
  name: 'references-exist',
  sentence: 'Everything that the overview refers to and builds on is there',
  severity: 'error',
  holds: ['references/*/path', 'context-capsule/profile/*', 'front-matter/includes-*'],
  check(subject, report) {
    const { draft, file, files } = subject;
    if (files === undefined) return reportIncludes(draft, report);
    const seen = new Set<string>();
    const check = (stated: Stated<string | Hole> | undefined, help: string): void => {
      const written = known(stated);
      const target = written === undefined ? undefined : projectPath(written);
      if (stated === undefined || written === undefined || target?.kind !== 'path' || target.path === '') return;
      if (seen.has(target.path) || leadsToFile(target.path, stated.span, subject)) return;
      seen.add(target.path);
      const isIgnored = isGitIgnored(target.path, files) === true;
      report({
        ...(isIgnored && { severity: 'info' }),
        message: isIgnored
          ? `${quoted(written)} is not here; git ignores it, so that each machine has to make its own`
          : `${quoted(written)} leads to no file`,
        span: stated.span,
        help,
      });
    };
    const derived = `Mend the path, which counts from the folder of the overview; if it is derived, \`asbuilt build ${file}\` writes it.`;
    for (const { path } of draft.overview.references) check(path, derived);
    // The local profile is there for whoever wants one.
    const [profile] = draft.overview.capsule.profiles;
    check(profile, 'Mend the path, or write the profile: without it nothing says which ports and services run.');
  },
};

/** Where one text is all there is, what it includes was not read: what is said there counts as missing. */
function reportIncludes({ overview: { task } }: Draft, report: Report): void {
  const paths = task.includes.flatMap((stated) => known(stated) ?? []);
  const [first] = task.includes;
  if (first === undefined || paths.length === 0) return;
  const named = paths.slice(0, mostNamed).map(quoted).join(', ');
  const more = paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : '';
  report({
    severity: 'warning',
    message: `This text is read alone: what it includes (${named}${more}) is not part of it here, and what is said there counts as missing`,
    span: first.span,
    help: 'Write those sections into this text, or check it in its folder, with `asbuilt check`.',
  });
}

const mostNamed = 3;
