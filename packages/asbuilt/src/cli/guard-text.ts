import type { ChangedFile, Verdict } from '@asbuilt/core/guard';
import { statementsOf } from '@asbuilt/core/model';
import { createColors } from 'picocolors';
import type { Project } from '#files/project';
import { type PageStart, startOf } from './page-start.ts';
import { printable } from './printable.ts';

/** A change and what was said about it. */
export interface Judged {
  readonly project: Project;
  readonly files: readonly ChangedFile[];
  readonly verdicts: readonly Verdict[];
}

/** `{file, changed, verdicts: [{verdict, path, reason, statement?, file?, line?, column?}], guardrails}` */
export function guardJson({ project, files, verdicts }: Judged): string {
  const place = placesIn(project);
  const said = {
    file: project.file,
    changed: files,
    verdicts: verdicts.map((verdict) => ({ ...verdict, ...place(verdict) })),
    guardrails: guardrailsOf(project),
  };
  return `${JSON.stringify(said, null, 2)}\n`;
}

/** A verdict a file, where the overview says so, and the guardrails that a reviewer should keep in mind. */
export function guardText(judged: Judged, color: boolean): string {
  const { project, files, verdicts } = judged;
  const { red, yellow, bold, dim } = createColors(color);
  const place = placesIn(project);
  const looks = { refused: red('refused'), review: yellow('review ') };
  const lines = verdicts.flatMap((verdict) => {
    const at = place(verdict);
    const where = at === undefined ? [] : [dim(`         ${at.file ?? project.file}:${at.line}:${at.column}`)];
    return [`${looks[verdict.verdict]}  ${bold(printable(verdict.path))}: ${printable(verdict.reason)}`, ...where];
  });
  return [...lines, summary(judged), ...reminder(files.length, guardrailsOf(project)), ''].join('\n');
}

function summary({ project, files, verdicts }: Judged): string {
  const counted = (verdict: Verdict['verdict']): number => verdicts.filter((said) => said.verdict === verdict).length;
  const changed = files.length === 1 ? '1 changed file' : `${files.length} changed files`;
  return `${changed} against ${project.file}: ${counted('refused')} refused, ${counted('review')} to review`;
}

function reminder(changed: number, guardrails: readonly string[]): readonly string[] {
  if (changed === 0 || guardrails.length === 0) return [];
  return ['', 'Keep in mind:', ...guardrails.map((guardrail) => `- ${printable(guardrail)}`)];
}

/** Section 13: what no program can judge. */
function guardrailsOf({ model }: Project): readonly string[] {
  return model.overview.guardrails.guardrails.map(({ value }) => value);
}

function placesIn({ draft, pages }: Project): (verdict: Verdict) => PageStart | undefined {
  const spans = new Map(statementsOf(draft.overview).map(({ id, span }) => [id, span]));
  return ({ statement }) => {
    const span = statement === undefined ? undefined : spans.get(statement);
    return span && startOf(pages.place(span));
  };
}
