import type { Stated, Framework as StatedFramework } from '@asbuilt/core/model';
import type { Facts } from '#survey/facts';
import { type Framework, frameworks } from '#survey/knowledge/frameworks';
import type { Dependency } from '#survey/manifest';
import type { Comparison, Difference, DriftSubject } from './comparison.ts';
import { placeInRepository } from './document.ts';
import { isReadWhole } from './manifests.ts';
import { fitsRange, type Versioned, versioned } from './versions.ts';

/** The frameworks of the capsule are those that the manifests declare, in a version that they allow. */
export function compareFrameworks({ project, facts }: DriftSubject): Comparison {
  const stated = project.model.overview.capsule.frameworks.filter(({ framework }) => isComparable(framework, facts));
  return {
    what: 'frameworks',
    compared: stated.length,
    differences: stated.flatMap((framework) => differenceOf(framework, facts)),
  };
}

/** Whether some manifest would have to name it: one that no survey knows is looked up by its name only. */
function isComparable({ value }: Stated<string>, facts: Facts): boolean {
  const { name } = versioned(value);
  const isKnown = frameworkNamed(name) !== undefined && isReadWhole(facts);
  return facts.manifests.length > 0 && (isKnown || declared(name, facts).length > 0);
}

function differenceOf({ part, framework }: StatedFramework, facts: Facts): readonly Difference[] {
  const said = versioned(framework.value);
  const found = declared(said.name, facts);
  const at = { in: 'overview', span: framework.span } as const;
  const rule = 'frameworks-are-installed';
  const where = part.value;
  if (found.length === 0) return [notDeclared({ rule, at, where, name: said.name }, facts)];
  if (found.some((dependency) => agrees(said, dependency))) return [];
  const [first] = found;
  const ranges = [...new Set(found.map(({ range }) => range))].join(' and ');
  return [
    {
      rule,
      message: `The overview says ${said.name} ${said.version ?? ''} for ${where}, but the repository depends on ${first?.name ?? ''} ${ranges}`,
      at,
      notes: found.map((dependency) => ({
        ...placeInRepository(dependency),
        message: `${dependency.name} ${dependency.range} stands here`,
      })),
      help: 'Write the version that is installed into the overview, or install the one that it states.',
    },
  ];
}

function notDeclared(
  { name, where, ...difference }: Pick<Difference, 'rule' | 'at'> & { readonly where: string; readonly name: string },
  { manifests }: Facts,
): Difference {
  const packageName = frameworkNamed(name)?.packageName ?? name;
  return {
    ...difference,
    message: `The overview says ${name} for ${where}, but no manifest declares ${packageName}`,
    notes: manifests.map(({ file }) => ({
      in: 'repository',
      file,
      line: 1,
      message: `${packageName} is not among its dependencies`,
    })),
    help: `Write what ${where} is built with now.`,
  };
}

function agrees({ version }: Versioned, { range }: Dependency): boolean {
  return version === undefined || fitsRange(version, range);
}

function declared(name: string, { manifests }: Facts): readonly Dependency[] {
  const packageName = frameworkNamed(name)?.packageName;
  const all = manifests.flatMap(({ dependencies }) => dependencies);
  const found = all.filter((dependency) =>
    packageName === undefined ? plain(dependency.name) === plain(name) : dependency.name === packageName,
  );
  return found.some(({ isRuntime }) => isRuntime) ? found.filter(({ isRuntime }) => isRuntime) : found;
}

function frameworkNamed(name: string): Framework | undefined {
  return frameworks.find(
    (framework) => plain(framework.name) === plain(name) || framework.packageName === name.toLowerCase(),
  );
}

/** Next.js, NextJS and next are one. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z\d]/g, '')
    .replace(/js$/, '');
}
