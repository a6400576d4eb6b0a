import type { Evidence } from '@asbuilt/core/model';
import { documentHash, keepEvidence } from '#files/evidence';
import type { Project } from '#files/project';
import { type Judged, prove } from '#prove/prove';
import { type Io, type Run, UsageError } from './command.ts';
import { formatOf } from './options.ts';
import { projectOf } from './project-of.ts';
import { type Proof, proofJson, proofText } from './prove-report.ts';
import { type ProveTarget, proveTarget } from './prove-target.ts';

/** Inspects the running system and keeps the evidence: 1 when something that the overview states does not hold. */
export const run: Run = async (invocation, io) => {
  const format = formatOf(invocation, ['text', 'json']);
  const project = await projectOf(invocation, io);
  const verdicts = await inspect(project, await proveTarget(invocation, project, io), io);
  const hash = documentHash(project.draft.text);
  const evidence = verdicts.flatMap((verdict) => evidenceOf(verdict, hash));
  const kept =
    evidence.length === 0 ? undefined : await keepEvidence({ ...project, text: project.draft.text }, evidence);
  const proof: Proof = { project, hash, verdicts, ...(kept !== undefined && { kept }) };
  io.out(format === 'json' ? `${JSON.stringify(proofJson(proof), null, 2)}\n` : proofText(proof, io.color));
  if (evidence.length === 0) throw new UsageError(`nothing that ${project.file} states could be inspected.`);
  return evidence.every(({ held }) => held) ? 0 : 1;
};

async function inspect(project: Project, target: ProveTarget, io: Io): Promise<readonly Judged[]> {
  const { model, profile } = project;
  // Looked at before anything is broken: from then on Ctrl-C does not end the process, but the inspection.
  const { signal } = io;
  try {
    const say = (line: string): void => io.err(`${line}\n`);
    return await prove({ ...target, model, ...(profile && { profile: profile.profile }), say, signal });
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    throw new UsageError('interrupted: every fault that was injected is ended, and no evidence is kept.');
  }
}

function evidenceOf(verdict: Judged, hash: string): readonly Evidence[] {
  if (verdict.kind === 'not-inspected') return [];
  const { statement, by, at, seen, kind } = verdict;
  return [{ statement, held: kind === 'held', by, at, documentHash: hash, seen }];
}
