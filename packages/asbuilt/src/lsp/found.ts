import { check, type Finding, type Rule, rules } from '@asbuilt/core/check';
import type { Analysis } from './analysis.ts';
import { once } from './once.ts';

/** Deriving every file again after each keystroke would take longer than typing: `asbuilt check` does that. */
const usual: readonly Rule[] = rules.filter(({ name }) => name !== 'artifacts-are-current');

/** What does not hold in a version of a document; it is held against the rules once. */
export const findingsOf: (analysis: Analysis) => readonly Finding[] = once(
  ({ uri, draft, model, project, evidence, ownRules }: Analysis) =>
    check(
      {
        file: project?.file ?? uri,
        draft,
        model,
        evidence,
        ...(project && { files: project.files }),
        ...(project?.profile && { profile: project.profile }),
      },
      [...usual, ...ownRules.run],
      [...rules, ...ownRules.known],
    ),
);
