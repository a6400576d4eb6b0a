import { check, type Finding } from '@asbuilt/core/check';
import type { Analysis } from './analysis.ts';
import { once } from './once.ts';

/** What does not hold in a version of a document; it is held against the rules once. */
export const findingsOf: (analysis: Analysis) => readonly Finding[] = once(
  ({ uri, draft, model, project, evidence }: Analysis) =>
    check({
      file: project?.file ?? uri,
      draft,
      model,
      evidence,
      ...(project && { files: project.files }),
      ...(project?.profile && { profile: project.profile }),
    }),
);
