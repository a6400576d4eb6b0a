import type { Facts } from './facts.ts';
import type { Found } from './found.ts';
import { type AppKind, type Framework, frameworks } from './knowledge/frameworks.ts';
import type { Dependency, Manifest } from './manifest.ts';
import type { ComposeService } from './readers/compose.ts';

/** A service that the repository holds the code of. */
export interface App {
  /** What the repository calls it: by its container, its folder, its package. */
  readonly said: string;
  readonly kind: AppKind | 'unknown';
  readonly framework?: { readonly framework: Framework; readonly dependency: Dependency };
  /** The manifests in its folder; none where only a container names it. */
  readonly manifests: readonly Manifest[];
  readonly compose?: ComposeService;
  readonly description?: Found<string>;
  /** What it was told by. */
  readonly because: Found<string>;
}

/** The services that a repository builds. A package with a framework counts only when something starts it: else it is a library. */
export function appsOf(facts: Facts, project: string): readonly App[] {
  const folders = [...new Set(facts.manifests.map(({ folder }) => folder))];
  const fromManifests = folders.flatMap((folder) => appIn(folder, { facts, project }) ?? []);
  const built = new Set(fromManifests.flatMap(({ compose }) => (compose === undefined ? [] : [compose])));
  const others = facts.compose.filter((service) => service.build !== undefined && !built.has(service));
  return [...fromManifests, ...others.map(appOfContainer)];
}

interface Surroundings {
  readonly facts: Facts;
  readonly project: string;
}

function appIn(folder: string, { facts, project }: Surroundings): App | undefined {
  const manifests = facts.manifests.filter((manifest) => manifest.folder === folder);
  const framework = frameworkOf(manifests);
  const compose = facts.compose.find(({ build }) => build?.value === folder);
  if (framework === undefined || !isStarted(folder, manifests, { facts, compose })) return undefined;
  const { dependency } = framework;
  const description = manifests.find((manifest) => manifest.description !== undefined)?.description;
  return {
    said: compose?.name.value ?? (folder === '.' ? project : folder.slice(folder.lastIndexOf('/') + 1)),
    kind: framework.framework.kind,
    framework,
    manifests,
    ...(compose && { compose }),
    ...(description && { description }),
    because: {
      value: `${framework.framework.name}, by the dependency ${dependency.name} ${dependency.range}`.trim(),
      file: dependency.file,
      line: dependency.line,
    },
  };
}

function frameworkOf(manifests: readonly Manifest[]): App['framework'] {
  for (const framework of frameworks) {
    for (const { ecosystem, dependencies } of manifests) {
      if (ecosystem !== framework.ecosystem) continue;
      const dependency = dependencies.find(({ name, isRuntime }) => isRuntime && name === framework.packageName);
      const isServed =
        framework.onlyWith === undefined || dependencies.some(({ name }) => framework.onlyWith?.includes(name));
      if (dependency !== undefined && isServed) return { framework, dependency };
    }
  }
  return undefined;
}

/** Where programs of the languages without start scripts begin. */
const entryFiles: Readonly<Record<'python' | 'go', RegExp>> = {
  python: /^(?:(?:src|app)\/)?(?:main|app|manage|wsgi|asgi|server)\.py$/,
  go: /^(?:main\.go|cmd\/(?:[^/]+\/)?main\.go)$/,
};

function isStarted(
  folder: string,
  manifests: readonly Manifest[],
  { facts, compose }: { readonly facts: Facts; readonly compose: ComposeService | undefined },
): boolean {
  if (compose !== undefined || facts.dockerfiles.some((dockerfile) => dockerfile.folder === folder)) return true;
  const before = folder === '.' ? '' : `${folder}/`;
  return manifests.some(({ ecosystem, start }) => {
    if (ecosystem === 'npm') return start !== undefined;
    return facts.files.some((file) => file.startsWith(before) && entryFiles[ecosystem].test(file.slice(before.length)));
  });
}

function appOfContainer(compose: ComposeService): App {
  const { value, file, line } = compose.build ?? compose.name;
  return {
    said: compose.name.value,
    kind: 'unknown',
    manifests: [],
    compose,
    because: { value: `built from ${value}`, file, line },
  };
}
