import { rules } from '@asbuilt/core/check';
import { checkFile, checkProject, hasOwnRules } from '#check/one';
import type { Checked, CheckRequest, Outcome } from '#check/request';
import { readConfig } from '#config';
import type { CheckCall, Tried } from './check-call.ts';
import { filesOf } from './check-files.ts';
import type { CheckOptions } from './check-options.ts';
import { printOutcomes } from './check-print.ts';
import { type ExitCode, type Io, UsageError } from './command.ts';
import { projectOf } from './project-of.ts';
import { unknownRule } from './rule-names.ts';

export function requestOf({ profile, rules: names, ownRules }: CheckOptions, { cwd }: Io): CheckRequest {
  return { cwd, rules: names, ownRules, ...(profile !== undefined && { profile }) };
}

/** Checks what the command line names. Throws a `UsageError` when the only file cannot be tried. */
export async function tryFiles(call: CheckCall): Promise<Tried> {
  const { files, areSeveral } = await filesOf(call.invocation, call.io);
  if (!areSeveral) return { areSeveral, outcomes: [await checkAlone(files[0], call)] };
  const { checkMany } = await import('#check/many');
  return { areSeveral, outcomes: await checkMany(files, call.request, readConfig().threads) };
}

async function checkAlone(file: string, { invocation, request, io }: CheckCall): Promise<Checked> {
  if (file !== '-') return checkFile(file, request);
  const project = await projectOf(invocation, io);
  // What comes through a pipe may be anybody's, and it would choose by its profile which code runs here.
  if (request.ownRules && hasOwnRules(project))
    io.err(`asbuilt: the rule modules of ${project.profile?.file ?? 'the profile'} are not run on standard input.\n`);
  return checkProject(project, { ...request, ownRules: false });
}

/** Prints what came of the files, and says what that means for whoever waits for the command. */
export async function reportOn(tried: Tried, call: CheckCall): Promise<ExitCode> {
  requireKnownRules(tried.outcomes, call.request);
  await printOutcomes(tried, call);
  return exitCodeOf(tried, call);
}

/** A rule that some project has is known, and holds trivially in all others. */
export function requireKnownRules(outcomes: readonly Outcome[], { rules: asked }: CheckRequest): void {
  if (outcomes.every(({ kind }) => kind === 'failed')) return;
  const own = outcomes.flatMap((outcome) => (outcome.kind === 'checked' ? outcome.ownRules : []));
  const names = [...rules, ...own].map(({ name }) => name);
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UsageError(unknownRule(unknown, names));
}

/** What the outcomes mean for whoever waits for the command; what could not be tried is said on `io.err`. */
export function exitCodeOf({ outcomes }: Tried, { options, io }: CheckCall): ExitCode {
  const failures = outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [outcome.message] : []));
  for (const message of failures) io.err(`asbuilt: ${message}\n`);
  if (failures.length > 0) return 2;
  const found = outcomes.flatMap((outcome) => (outcome.kind === 'checked' ? outcome.document.findings : []));
  if (found.some(({ severity }) => severity === 'error')) return 1;
  const warnings = found.filter(({ severity }) => severity === 'warning').length;
  if (warnings <= options.maxWarnings) return 0;
  io.err(
    `asbuilt: ${warnings === 1 ? '1 warning' : `${warnings} warnings`}, and --max-warnings allows ${options.maxWarnings}.\n`,
  );
  return 1;
}
