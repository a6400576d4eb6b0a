import { type Coverage, coverage } from '@asbuilt/core/derive';
import { statementsOf } from '@asbuilt/core/model';
import type { Pages } from '@asbuilt/core/text';
import { evidenceOf } from '#files/project';
import { holdsOf } from '#stages/holds';
import type { Run } from './command.ts';
import { coverageText } from './coverage-text.ts';
import { flag, formatOf } from './options.ts';
import { projectOf } from './project-of.ts';

/** Shows how far each statement gets, and what is prose only. */
export const run: Run = async (invocation, io) => {
  const format = flag(invocation, 'json') ? 'json' : formatOf(invocation, ['text', 'json']);
  const project = await projectOf(invocation, io);
  const { file, draft, pages } = project;
  const covered = coverage({
    statements: statementsOf(draft.overview),
    prose: draft.prose,
    length: draft.text.length,
    holds: holdsOf(project.model, project.profile?.profile),
    evidence: await evidenceOf(project),
  });
  io.out(
    format === 'json'
      ? `${JSON.stringify(coverageJson(covered, file, pages), null, 2)}\n`
      : coverageText(covered, { pages, color: io.color }),
  );
  return 0;
};

/** Coverage as other programs read it: places as 1-based lines and columns, ends exclusive; `file` where that is an included one. */
function coverageJson(covered: Coverage, file: string, pages: Pages): unknown {
  const { total, sections, proseShare, statements, prose } = covered;
  return {
    file,
    total,
    sections,
    statements: statements.map(({ id, span, stages }) => ({ id, stages, ...pages.place(span) })),
    proseShare,
    prose: prose.map(({ span, text, section }) => ({ section, text, ...pages.place(span) })),
  };
}
