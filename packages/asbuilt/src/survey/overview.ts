import type { Cost, Failure, Hole, HorizontalScaling, Overview, Reference, Service, Slo } from '@asbuilt/core/model';
import { capsuleOf, type Subject } from './capsule.ts';
import { named } from './companions-of.ts';
import { flowOf } from './flow.ts';
import { open, stated, statedOr } from './stated.ts';
import type { SurveyedService, SurveyedSystem } from './system.ts';

/** What was surveyed as an overview: what files say is stated, what only people know is asked. */
export function overviewOf(subject: Subject): Overview<Hole> {
  const { project, facts, system, companions } = subject;
  const { services } = system;
  const called = services.filter((service) => system.calls.some(({ to }) => to === service));
  return {
    title: stated(`${project}: Architecture Overview`),
    task: { labels: [], includes: [] },
    capsule: capsuleOf(subject),
    references: referencesOf(facts.files),
    boundaries: services.map(({ name, ...made }) => ({ name: stated(name), description: stated(madeOf(made)) })),
    integrations: integrationsOf(subject),
    services: services.map(serviceRow),
    flows: flowOf(system),
    jobs: jobsOf(subject),
    caches: cachesOf(system),
    invalidations: [],
    telemetry: telemetryOf(subject),
    failures: called.map(failureRow),
    ...(called.length > 0 && {
      breaker: {
        opensAfterFailures: open('how many'),
        halfOpenAfterMs: open('how long'),
        closesAfterSuccesses: open('how many'),
      },
    }),
    scaling: { horizontal: services.map(scalingRow), vertical: [], triggers: [], loads: [], capacities: [] },
    security: {
      authentication: { provider: statedOr(named(companions, 'auth'), 'who checks identities/none') },
      authorization: { roles: [] },
      dataProtection: {
        atRest: open('how'),
        inTransit: open('how'),
        personalData: open('which, and how protected'),
        api: [],
      },
    },
    costs: services.map(costRow),
    threats: [],
    slos: services.map(sloRow),
    errorBudgetPolicy: open('what happens when a budget is spent'),
    files: [],
    artifacts: [],
    guardrails: { actions: [], guardrails: [open('what an agent must not do')] },
    links: facts.files.includes('README.md') ? [{ text: 'README', target: stated('README.md', 'path') }] : [],
  };
}

/** Documents that the overview builds on, where they usually are. */
const documents: readonly (readonly [name: string, path: RegExp])[] = [
  ['Architecture', /^(?:docs\/)?ARCHITECTURE\.md$/i],
  ['API contract', /^(?:\w+\/)*(?:openapi|swagger)\.(?:ya?ml|json)$/],
  ['Database schema', /^(?:[\w-]+\/)*schema\.(?:prisma|sql)$/],
];

function referencesOf(files: readonly string[]): readonly Reference<Hole>[] {
  return documents.flatMap(([name, pattern]) => {
    const path = files.find((file) => pattern.test(file));
    return path === undefined ? [] : [{ name: stated(name), path: stated(path, 'path') }];
  });
}

/** `Fastify service`, `PostgreSQL (image postgres:16)` */
function madeOf({ app, store, compose, because }: Omit<SurveyedService, 'name'>): string {
  if (store !== undefined)
    return compose?.image === undefined ? store.name : `${store.name} (image ${compose.image.value})`;
  return app?.framework === undefined ? because.value : `${app.framework.framework.name} ${appWords[app.kind]}`;
}

const appWords = { frontend: 'application', api: 'service', worker: 'worker', unknown: 'service' } as const;

function serviceRow({ name, app, store }: SurveyedService): Service<Hole> {
  return {
    name: stated(name),
    responsibility: statedOr(app?.description?.value, 'what it does'),
    interface: interfaceOf(app, store),
    protocol: statedOr(
      store?.protocol ?? (app === undefined || app.kind === 'worker' || app.kind === 'unknown' ? undefined : 'HTTP'),
      'protocol',
    ),
  };
}

function interfaceOf(
  app: SurveyedService['app'],
  store: SurveyedService['store'],
): NonNullable<Service<Hole>['interface']> {
  if (store !== undefined) return stated(store.interface);
  return app?.kind === 'frontend' ? stated(app.framework?.framework.name ?? 'pages') : open('REST/GraphQL');
}

function integrationsOf({ companions }: Subject): Overview<Hole>['integrations'] {
  const [third, email, storage] = [
    named(companions, 'third-party'),
    named(companions, 'email'),
    named(companions, 'storage'),
  ];
  return [
    { name: stated('Third-party APIs'), description: statedOr(third, 'which/none') },
    { name: stated('Webhooks'), description: open('incoming/outgoing/none') },
    { name: stated('Email'), description: statedOr(email, 'SMTP/Resend/none') },
    ...(storage === undefined ? [] : [{ name: stated('Object storage'), description: stated(storage) }]),
  ];
}

function jobsOf({ companions, system }: Subject): Overview<Hole>['jobs'] {
  const broker = system.services.find(({ store }) => store?.kind === 'queue')?.store?.name;
  const queue = named(companions, 'queue') ?? broker;
  if (queue === undefined) return { queue: open('which queue/none'), types: [], processing: [] };
  return { queue: stated(queue), types: [open('which work is done later')], processing: [open('workers/schedule')] };
}

function cachesOf({ services }: SurveyedSystem): Overview<Hole>['caches'] {
  return services.flatMap(({ store }) =>
    store?.kind === 'cache'
      ? [
          {
            layer: stated('Application'),
            technology: stated(store.name),
            ttlMs: open('how long'),
            useCase: open('what is cached'),
          },
        ]
      : [],
  );
}

function telemetryOf({ companions }: Subject): Overview<Hole>['telemetry'] {
  return {
    logging: {
      application: statedOr(named(companions, 'logging'), 'how'),
      aggregation: open('where logs are searched'),
      levels: [],
    },
    metrics: { application: statedOr(named(companions, 'metrics'), 'which/none') },
    tracing: {
      distributed: statedOr(named(companions, 'tracing'), 'which/none'),
      requestIds: open('how they travel/none'),
      performance: statedOr(named(companions, 'performance'), 'which/none'),
    },
  };
}

function failureRow({ name }: SurveyedService): Failure<Hole> {
  return {
    scenario: stated(`${name} down`),
    impact: open('critical/high/medium/low'),
    mitigations: [open('retry/circuit breaker/fallback')],
    measures: [],
    timeoutMs: open('how long one waits'),
  };
}

function scalingRow({ name, compose }: SurveyedService): HorizontalScaling<Hole> {
  const count = statedOr(compose?.replicas?.value, 'how many', 'count');
  return { service: stated(name), minInstances: count, maxInstances: count };
}

function costRow({ name }: SurveyedService): Cost<Hole> {
  return { service: stated(name), tier: open('tier'), usdPerMonth: open('cost') };
}

function sloRow({ name }: SurveyedService): Slo<Hole> {
  return { service: stated(name), objective: open('objective') };
}
