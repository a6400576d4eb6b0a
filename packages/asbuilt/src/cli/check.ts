import { check, type Finding, findingsJson, findingsText } from '@asbuilt/core/check';
import { profileTexts } from '#files/profile-texts';
import { evidenceOf, type Project } from '#files/project';
import type { Io, Run } from './command.ts';
import { formatOf } from './options.ts';
import { paintOf } from './paint.ts';
import { projectOf } from './project-of.ts';

/** Holds an overview against the rules: 1 when there is an error. */
export const run: Run = async (invocation, io) => {
  const format = formatOf(invocation, ['text', 'json']);
  const project = await projectOf(invocation, io);
  const { file, draft, model, profile, files } = project;
  const evidence = await evidenceOf(project);
  const findings = check({ file, draft, model, files, evidence, ...(profile && { profile }) });
  io.out(format === 'json' ? asJson(project, findings) : asText(project, findings, io));
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
};

function asJson(project: Project, findings: readonly Finding[]): string {
  const { file, draft } = project;
  return `${JSON.stringify(findingsJson(file, draft.text, findings, profileTexts(project)), null, 2)}\n`;
}

function asText(project: Project, findings: readonly Finding[], io: Io): string {
  const { file, draft } = project;
  const columns = io.columns === undefined ? {} : { columns: io.columns };
  return findingsText(file, draft.text, findings, {
    paint: paintOf(io.color),
    others: profileTexts(project),
    ...columns,
  });
}
