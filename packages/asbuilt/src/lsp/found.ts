import { type Finding, findingsInPages, type Rule, rules } from '@asbuilt/core/check';
import { pageFolder } from '#files/page-folder';
import type { Analysis } from './analysis.ts';
import { once } from './once.ts';

/** Deriving every file again after each keystroke would take longer than typing: `asbuilt check` does that. */
const usual: readonly Rule[] = rules.filter(({ name }) => name !== 'artifacts-are-current');

/** What does not hold in a version of a document; it is held against the rules once. */
export const findingsOf: (analysis: Analysis) => readonly Finding[] = once(
  ({ uri, draft, model, project, evidence, ownRules, check }: Analysis) => {
    const found = check(
      {
        file: project?.file ?? uri,
        draft,
        model,
        evidence,
        ...(project && { files: project.files, folderOf: pageFolder(project.pages) }),
        ...(project?.profile && { profile: project.profile }),
      },
      [...usual, ...ownRules.run],
      [...rules, ...ownRules.known],
    );
    return project === undefined ? found : findingsInPages(found, project.pages);
  },
);
