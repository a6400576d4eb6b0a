import { type Hole, known, type Stated } from '#model/index';
import { isGitIgnored } from '../git-ignore.ts';
import { leadsToFile, projectPath } from '../project-path.ts';
import type { Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** Section 2, and the profile that the capsule names: what the document builds on is there. */
export const referencesExist: Rule = {
  name: 'references-exist',
  sentence: 'Everything that the overview refers to and builds on is there',
  severity: 'error',
  holds: ['references/*/path', 'context-capsule/profile/*'],
  check(subject, report) {
    const { draft, file, files } = subject;
    if (files === undefined) return;
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
