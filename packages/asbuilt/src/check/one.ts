import { join, parse, resolve } from 'node:path';
import { check, findingsInPages, rules } from '@asbuilt/core/check';
import { derivedOf } from '#files/derived-of';
import { pageFolder } from '#files/page-folder';
import { defaultProfile, evidenceOf, loadProject, type Project } from '#files/project';
import type { OwnRules } from './own-rules.ts';
import type { Checked, CheckRequest } from './request.ts';
import { textsOf } from './texts.ts';

/** Checks a file. Throws a `UsageError` for what cannot be tried. */
export async function checkFile(file: string, request: CheckRequest): Promise<Checked> {
  return checkProject(await loadProject({ cwd: request.cwd, file, profile: request.profile }), request);
}

/** Holds a project against the rules, its own included. Throws a `UsageError` when one of these cannot be loaded. */
export async function checkProject(project: Project, request: CheckRequest): Promise<Checked> {
  const { file, pages, draft, model, profile, files } = project;
  const own = hasOwnRules(project) && request.ownRules ? await loadOwn(project, request) : { rules: [], modules: [] };
  const all = [...rules, ...own.rules];
  const isWanted = (name: string): boolean => request.rules.length === 0 || request.rules.includes(name);
  const [evidence, derived] = [await evidenceOf(project), await derivedOf(project)];
  const around = { files, folderOf: pageFolder(pages), evidence, derived, ...(profile && { profile }) };
  const subject = { file, draft, model, ...around };
  const using = all.filter(({ name }) => isWanted(name));
  const found = check(subject, using, all);
  const wanted =
    request.rules.length === 0 ? found : found.filter(({ rule }) => isWanted(rule) || rule === 'rule-crashed');
  const findings = findingsInPages(wanted, pages);
  return {
    kind: 'checked',
    document: { file, text: pages.main.text, findings, others: textsOf(project, findings) },
    ownRules: own.rules.map(({ name, sentence, severity }) => ({ name, sentence, severity })),
    sources: [...sourcesOf(project, request), ...own.modules],
  };
}

/** Whether the profile names modules with rules of the project's own. */
export function hasOwnRules({ profile }: Project): boolean {
  return profile !== undefined && profile.profile.ruleModules.length > 0;
}

async function loadOwn(project: Project, { cwd, profile }: CheckRequest): Promise<OwnRules> {
  const { loadOwnRules } = await import('./own-rules.ts');
  return loadOwnRules(project, { cwd, isProfileNamed: profile !== undefined });
}

/** The overview with what it includes, its profile and the local one over it, be they there or not. */
function sourcesOf({ pages, directory, profile }: Project, { cwd }: CheckRequest): string[] {
  const path = profile === undefined ? join(directory, defaultProfile) : resolve(cwd, profile.file);
  const { dir, name, ext } = parse(path);
  const written = [pages.main, ...pages.included].map(({ file }) => resolve(cwd, file));
  return [...written, path, join(dir, `${name}.local${ext}`)];
}
