import { findingsJson, findingsText } from '@asbuilt/core/check';
import { type Drift, drift } from '#drift/drift';
import type { Project } from '#files/project';
import { openRepository } from '#files/repository';
import type { Io, Run } from './command.ts';
import { formatOf } from './options.ts';
import { paintOf } from './paint.ts';
import { projectOf } from './project-of.ts';

/** Tells where an overview and the repository around it disagree: 1 when they do. */
export const run: Run = async (invocation, io) => {
  const format = formatOf(invocation, ['text', 'json']);
  const project = await projectOf(invocation, io);
  const found = await drift(project, await openRepository(project.directory, project.directory));
  io.out(format === 'json' ? asJson(project, found) : asText(project, found, io));
  return found.findings.length > 0 ? 1 : 0;
};

/** As `asbuilt check` says its findings, and with `compared: [{what, compared}]`: how much of each kind there was to compare. */
function asJson({ file, pages }: Project, { findings, texts, compared }: Drift): string {
  return `${JSON.stringify({ ...findingsJson(file, pages.main.text, findings, texts), compared }, null, 2)}\n`;
}

function asText({ file, pages }: Project, { findings, texts, compared }: Drift, io: Io): string {
  const counts = compared.map(({ what, compared: count }) => `${what} ${count}`).join(', ');
  if (compared.every(({ compared: count }) => count === 0)) {
    return `There is nothing to compare ${file} with: no promised files, no profile, no manifests, no compose file.\n`;
  }
  if (findings.length === 0) return `${file} and the repository agree. Compared: ${counts}.\n`;
  const columns = io.columns === undefined ? {} : { columns: io.columns };
  const printed = findingsText(file, pages.main.text, findings, {
    paint: paintOf(io.color),
    others: texts,
    ...columns,
  });
  return `${printed}Compared: ${counts}.\n`;
}
