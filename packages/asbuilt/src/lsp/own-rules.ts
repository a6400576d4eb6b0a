import type { Rule } from '@asbuilt/core/check';
import { rules } from '@asbuilt/core/check';
import type { Draft } from '@asbuilt/core/model';
import type { Project } from '#files/project';

/** The rules that a project brings along. */
export interface OwnRules {
  /** Those that run here. */
  readonly run: readonly Rule[];
  /** Those that exist, be it only by their names. */
  readonly known: readonly Rule[];
}

export const noOwnRules: OwnRules = { run: [], known: [] };

/**
 * The rules that the profile's modules export. They are code of the project, so they run only where the editor says that they
 * may. Throws a `UsageError` when one cannot be loaded.
 */
export async function ownRulesOf(project: Project, mayRun: boolean): Promise<OwnRules> {
  if (project.profile === undefined || project.profile.profile.ruleModules.length === 0) return noOwnRules;
  if (!mayRun) return { run: [], known: namedRules(project).map(silent) };
  const { loadOwnRules } = await import('#check/own-rules');
  const own = await loadOwnRules(project, { cwd: project.directory, isProfileNamed: false });
  return { run: own.rules, known: own.rules };
}

/** Names that are none of ours, and may be those of rules that do not run here: nobody can say that they are wrong. */
function namedRules({ draft, profile }: Project): readonly string[] {
  const known = new Set(rules.map(({ name }) => name));
  const named = [...exceptedRules(draft), ...Object.keys(profile?.profile.rules ?? {})];
  return [...new Set(named)].filter((name) => !known.has(name));
}

function exceptedRules({ comments }: Draft): readonly string[] {
  return comments.flatMap(({ text }) => /^asbuilt-ignore\s+([^\s:]+)/.exec(text)?.[1] ?? []);
}

function silent(name: string): Rule {
  return { name, sentence: 'A rule of the project’s own', severity: 'info', holds: [], check: () => undefined };
}
