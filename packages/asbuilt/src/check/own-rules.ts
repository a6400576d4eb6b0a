import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Rule, rules } from '@asbuilt/core/check';
import { UsageError } from '#cli/command';
import type { Project } from '#files/project';
import { findRuleModule, type RuleModule } from '#files/rule-module';
import { importModule } from './import-module.ts';
import { guarded } from './rule-guard.ts';
import { faultsOfRule, isRule } from './rule-shape.ts';

/** The rules that a project brings along. */
export interface OwnRules {
  readonly rules: readonly OwnRule[];
  /** The modules that they come from, absolute. */
  readonly modules: readonly string[];
}

/** A rule of a project's own, and the module that it comes from, absolute. */
export interface OwnRule extends Rule {
  readonly module: string;
}

export interface OwnRulesOptions {
  /** The profile's path counts from here. */
  readonly cwd: string;
  /** Whether the user named the profile: then its folder is trusted as the overview's is. */
  readonly isProfileNamed: boolean;
}

/**
 * Loads the modules that the profile names under `rule_modules`: this runs their code. Throws a `UsageError` that names the
 * module, and what it lacks.
 */
export async function loadOwnRules(project: Project, { cwd, isProfileNamed }: OwnRulesOptions): Promise<OwnRules> {
  const { profile, directory } = project;
  const folder = profile === undefined ? directory : dirname(resolve(cwd, profile.file));
  const folders = [directory, ...(isProfileNamed ? [folder] : [])];
  const found: OwnRule[] = [];
  const modules: string[] = [];
  for (const { value: shown } of profile?.profile.ruleModules ?? []) {
    const at = { path: resolve(folder, shown), shown, profile: profile?.file ?? '', folders };
    const module = await findRuleModule(at);
    modules.push(module.path);
    found.push(...rulesIn(await load(module, shown), shown).map((rule) => owned(rule, module, project)));
  }
  requireOwnNames(found);
  return { rules: found, modules };
}

/** Node.js keeps what it has loaded, so a changed module gets an address of its own. */
async function load({ path, changedAtMs }: RuleModule, shown: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await importModule(`${pathToFileURL(path).href}?changed=${changedAtMs}`);
  } catch (error) {
    const hint = /\.[cm]?ts$/.test(path) ? ' Rule modules are JavaScript: build it, and name what was built.' : '';
    throw new UsageError(`the rule module ${shown} cannot be loaded (${reasonOf(error)}).${hint}`);
  }
}

function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return reason.split('\n', 1)[0] ?? '';
}

/** Each export is a rule, or a list of rules. */
function rulesIn(exported: Readonly<Record<string, unknown>>, shown: string): Rule[] {
  const entries = Object.entries(exported);
  if (entries.length === 0) throw new UsageError(`the rule module ${shown} exports nothing: export its rules.`);
  return entries.flatMap(([name, value]) => {
    const candidates: readonly unknown[] = Array.isArray(value) ? value : [value];
    return candidates.map((candidate) => {
      if (isRule(candidate)) return candidate;
      const faults = faultsOfRule(candidate).join(', ');
      throw new UsageError(`the rule module ${shown} exports ${name}, which is no rule: ${faults}.`);
    });
  });
}

function owned(rule: Rule, { path }: RuleModule, project: Project): OwnRule {
  const { name, sentence, severity, holds } = rule;
  return { name, sentence, severity, holds, check: guarded(rule, project), module: path };
}

function requireOwnNames(own: readonly OwnRule[]): void {
  const taken = new Set(rules.map(({ name }) => name));
  for (const { name, module } of own) {
    if (taken.has(name)) throw new UsageError(`${module} exports a rule ${name}, but there is one already: rename it.`);
    taken.add(name);
  }
}
