import type { Milliseconds, Model, Profile, ServiceBinding, Stated, StatementPattern } from '#model/index';
import { applicationCaches, cacheEnforces, unknownCaches } from './cache-policy.ts';
import { calls, everyCall } from './calls.ts';
import { type EdgePlan, edgePlan } from './edge-plan.ts';
import { entryEnforces } from './entry-policy.ts';
import { type InstancesPlan, instancesEnforce, instancesPlan } from './instances-plan.ts';
import { observedEdges, unknownObserved } from './observed.ts';
import { connectionsOf, type Pool, poolsByCallee } from './pools.ts';
import { type OidcStandIn, ownIssuer, type StandIn, standInOf } from './standing-in.ts';
import { type IdleStaticAnswer, idleStaticAnswers } from './static-answer.ts';

/** What the runtime runs and the simulator forecasts: every edge of the request flow with its policies. */
export interface SystemPlan {
  readonly services: readonly ServicePlan[];
  readonly edges: readonly EdgePlan[];
  /** What the profile names under `observe` though it is no edge; absent where that is nothing. */
  readonly unknownObserved?: readonly Stated<string>[];
  /** What the profile says a size of though the gateway keeps no such cache; absent where that is nothing. */
  readonly unknownCaches?: readonly Stated<string>[];
  /** What the profile would have answered in a service's place, and never will; absent where that is nothing. */
  readonly idleStaticAnswers?: readonly IdleStaticAnswer[];
  /** How long services may keep what, by the names of the caches in the application; absent where the document states none. */
  readonly applicationCaches?: Readonly<Record<string, Milliseconds>>;
}

/** A service of the overview and where the profile says that it runs. */
export interface ServicePlan {
  readonly name: string;
  /** Absent when the profile binds nothing to it. */
  readonly binding?: ServiceBinding;
  /** What answers in its place then; absent where nothing can, or the profile wants nothing. */
  readonly standIn?: StandIn;
  /** How the issuer is to be that the profile binds to it (`provider: oidc`). */
  readonly issuer?: OidcStandIn;
  /** Of a service that runs here as a command. */
  readonly instances?: InstancesPlan;
  /** Connections that the pools of all instances of its callers open to it, at most, as section 9 states them; absent where it does not. */
  readonly pooledConnections?: number;
}

/** The statements that the plan is made of, and which the runtime therefore enforces. */
export const enforces: readonly StatementPattern[] = [
  'services/*/name',
  'services/*/protocol',
  'data-flow/*/from',
  'data-flow/*/to',
  'failure-modes/*/service',
  'failure-modes/*/timeout',
  'failure-modes/*/mitigation/*',
  'failure-modes/*/retries',
  'failure-modes/breaker/*',
  'observability/tracing/request-ids',
  'scaling/capacity/*/service',
  'scaling/capacity/*/concurrency',
  'scaling/capacity/*/max',
  ...instancesEnforce,
  ...entryEnforces,
  ...cacheEnforces,
];

/** Plans the running system: each call between services once, however often the flow makes it. */
export function plan(model: Model, profile?: Profile): SystemPlan {
  const bindings = new Map(profile?.services.map((binding) => [binding.service.value, binding]));
  const pools = poolsByCallee(model);
  const services = model.overview.services.map((service): ServicePlan => {
    const { name } = service;
    const binding = bindings.get(name.value);
    const instances = instancesPlan(name.value, model, binding);
    const standIn = profile && binding === undefined ? standInOf(service, model, profile) : undefined;
    const issuer = profile && binding?.provider?.value === 'oidc' ? ownIssuer(model, profile) : undefined;
    return {
      name: name.value,
      ...(binding && { binding }),
      ...(standIn && { standIn }),
      ...(issuer && { issuer }),
      ...(instances && { instances }),
      ...pooledConnections(name.value, pools),
    };
  });
  const isObserved = observedEdges(model, profile);
  const edges = new Map<string, EdgePlan>();
  for (const call of everyCall(calls(model))) {
    const instances = services.find(({ name }) => name === call.to.name)?.instances;
    const edge = edgePlan(call, model, { profile, instances });
    if (edge === undefined || edges.has(edge.name)) continue;
    edges.set(edge.name, isObserved(edge.name) ? { ...edge, observed: true } : edge);
  }
  const all = [...edges.values()];
  const unknown = unknownObserved(model, profile, all);
  const caches = unknownCaches(
    profile?.limits ?? {},
    all.flatMap(({ cache }) => cache ?? []),
  );
  const idle = idleStaticAnswers(model, profile, all);
  return {
    services,
    edges: all,
    ...applicationCaches(model),
    ...(unknown.length > 0 && { unknownObserved: unknown }),
    ...(caches.length > 0 && { unknownCaches: caches }),
    ...(idle.length > 0 && { idleStaticAnswers: idle }),
  };
}

function pooledConnections(
  service: string,
  pools: ReadonlyMap<string, readonly Pool[]>,
): Pick<ServicePlan, 'pooledConnections'> {
  const callers = pools.get(service);
  return callers === undefined ? {} : { pooledConnections: connectionsOf(callers, ({ max }) => max) };
}
