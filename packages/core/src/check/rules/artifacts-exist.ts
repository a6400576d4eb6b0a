import { type Hole, known, type Stated } from '#model/index';
import { projectPath } from '../project-path.ts';
import type { Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** Section 12: a file that is promised is there. */
export const artifactsExist: Rule = {
  name: 'artifacts-exist',
  sentence: 'Every file and artifact of the file map exists',
  severity: 'error',
  holds: ['file-map/file/*/path', 'file-map/artifact/*/path'],
  check({ draft, file, files }, report) {
    if (files === undefined) return;
    const check = (stated: Stated<string | Hole> | undefined): void => {
      const path = known(stated);
      if (stated === undefined || path === undefined) return;
      const target = projectPath(path);
      if (target.kind !== 'path' || files.has(target.path)) return;
      report({
        message: `The file map promises ${quoted(path)}, but there is no such file`,
        span: stated.span,
        help: `\`asbuilt build ${file}\` writes what can be derived from the overview; write any other file by hand, or take it out of the map.`,
      });
    };
    for (const { path } of draft.overview.files) check(path);
    for (const { path } of draft.overview.artifacts) check(path);
  },
};
