import { slugs } from '#derive/slug';
import type { Model } from '#model/index';
import type { Artifact } from './artifact.ts';
import { type Element, type Elements, elementsOf, isPerson } from './diagram/elements.ts';
import { oneLine } from './print/escape.ts';
import { type Yaml, yaml } from './print/yaml.ts';

/** exports/catalog-info.yaml: the system, its components and resources for a Backstage catalog (https://backstage.io/docs/features/software-catalog/descriptor-format). */
export const backstage: Artifact = {
  path: 'exports/catalog-info.yaml',
  isDefault: false,
  comment: 'hash',
  draws: [
    'front-matter/created-by',
    'context-capsule/project',
    'context-capsule/runtime-profile',
    'context/**',
    'services/*/name',
    'services/*/responsibility',
    'services/*/interface',
    'services/*/protocol',
    'data-flow/*/from',
    'data-flow/*/to',
    'background-jobs/queue',
    'background-jobs/types/*',
  ],
  derive: ({ model }) => {
    const shown = elementsOf(model);
    const nameOf = slugs();
    const system = nameOf(shown.system);
    const parts = shown.elements.filter((element) => !isPerson(element));
    const entities = new Map(
      parts.map((element) => [element.id, { element, name: nameOf(element.name || element.id) }]),
    );
    const shared = { system, ...ownership(model) };
    return [
      systemOf(shown.system, shared),
      ...[...entities.values()].map((entity) => entityOf(entity, entities, shown, shared)),
    ]
      .map(yaml)
      .join('---\n');
  },
};

interface Entity {
  readonly element: Element;
  readonly name: string;
}

interface Shared {
  readonly system: string;
  readonly owner: string;
  readonly lifecycle: string;
}

function ownership({ overview: { task, capsule } }: Model): Pick<Shared, 'owner' | 'lifecycle'> {
  return {
    owner: task.createdBy === undefined ? 'unknown' : slugs()(task.createdBy.value),
    lifecycle: lifecycleOf(capsule.runtimeProfile?.value ?? 'experimental'),
  };
}

/** Backstage knows `production` and `experimental`, and takes any other word. */
function lifecycleOf(profile: string): string {
  return profile.toLowerCase().startsWith('prod') ? 'production' : slugs()(profile);
}

function systemOf(title: string, { system, owner }: Shared): Yaml {
  return entityText({ kind: 'System', name: system, title, description: '' }, { owner });
}

function entityOf(
  { element, name }: Entity,
  entities: ReadonlyMap<string, Entity>,
  { relations }: Elements,
  { system, owner, lifecycle }: Shared,
): Yaml {
  const needed = relations.filter(({ from, to }) => from.id === element.id && to.id !== element.id);
  const dependsOn = needed.flatMap(({ to }) => referenceTo(entities.get(to.id)));
  const words = [element.description, element.technology].filter(Boolean).join('. ');
  const relation = dependsOn.length === 0 ? {} : { dependsOn };
  const type = element.outside ? 'external' : typeOf(element);
  const part = element.outside ? {} : { system };
  const said = { name, title: element.name, description: words };
  if (isResource(element)) return entityText({ kind: 'Resource', ...said }, { type, owner, ...part, ...relation });
  return entityText({ kind: 'Component', ...said }, { type, lifecycle, owner, ...part, ...relation });
}

interface Said {
  readonly kind: 'System' | 'Component' | 'Resource';
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

function entityText({ kind, name, title, description }: Said, spec: Yaml): Yaml {
  const text = oneLine(description);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, title: oneLine(title) || name, description: text === '' ? undefined : text },
    spec,
  };
}

function isResource({ kind }: Element): boolean {
  return kind === 'database' || kind === 'queue';
}

function typeOf(element: Element): string {
  return isResource(element) ? element.kind : 'service';
}

function referenceTo(entity: Entity | undefined): readonly string[] {
  if (entity === undefined) return [];
  return [`${isResource(entity.element) ? 'resource' : 'component'}:default/${entity.name}`];
}
