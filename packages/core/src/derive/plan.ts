import type {
  BreakerPolicy,
  Bytes,
  CachePolicy,
  EntryPolicy,
  Failure,
  Milliseconds,
  Model,
  OutlierPolicy,
  Profile,
  RetryPolicy,
  ServiceBinding,
  Stated,
  StatementPattern,
  StaticAnswerPolicy,
} from '#model/index';
import { known } from '#model/index';
import { capacityByName, failuresByName, instancesByName } from './by-name.ts';
import { applicationCaches, cacheEnforces, cachePolicy, unknownCaches } from './cache-policy.ts';
import { type Call, calls, everyCall } from './calls.ts';
import { entryEnforces, entryPolicy } from './entry-policy.ts';
import { type InstancesPlan, instancesEnforce, instancesPlan, mayBeSeveral } from './instances-plan.ts';
import { observedEdges, unknownObserved } from './observed.ts';
import { connectionsOf, type Pool, poolsByCallee } from './pools.ts';
import { type OidcStandIn, ownIssuer, type StandIn, standInOf } from './standing-in.ts';
import { type IdleStaticAnswer, idleStaticAnswers, staticAnswerOf } from './static-answer.ts';
import { timeoutsByName } from './timeout-path.ts';
import { speechOf, type Wire } from './wire.ts';

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

/** A directed edge: `from` calls `to`. */
export interface EdgePlan {
  /** `Frontend → API`; unique. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: 'http' | 'tcp';
  /** The protocol over TCP that the gateway understands; absent where bytes are passed through as they are. */
  readonly wire?: Wire;
  /** Whether `from` is outside the system, so that the edge listens on the public port. */
  readonly entry: boolean;
  /** The policies towards the callee do nothing: what they would do is counted. What callers from outside are asked is asked. */
  readonly observed?: true;
  /** How long a call on this edge may take. */
  readonly timeoutMs?: Milliseconds;
  readonly breaker?: BreakerPolicy;
  readonly retry?: RetryPolicy;
  /** When an instance is left out that fails while others do not; where the callee may have several here. */
  readonly outlier?: OutlierPolicy;
  /** A call that an instance failed is made to another one at once, if that is safe; over TCP, connecting is. */
  readonly nextInstance?: true;
  /** Calls that the callee works on at the same time, at most, whichever edge they come from; HTTP only. */
  readonly concurrency?: number;
  /** Connections that the callee accepts, from all its callers together; TCP only. */
  readonly connections?: number;
  /** A connection on which nothing passes for so long is closed; TCP only. */
  readonly idleTimeoutMs?: Milliseconds;
  /** What is asked of calls from outside; absent on edges inside of the system, and where the document asks nothing. */
  readonly guard?: EntryPolicy;
  /** All headers of a request together, at most; as many as usual where absent. HTTP only. */
  readonly headerBytes?: Bytes;
  /** The caches that answers pass on their way out; absent on edges inside of the system, and where the document states none. */
  readonly cache?: CachePolicy;
  /** What is answered in the place of a callee that fails; HTTP only. */
  readonly staticAnswer?: StaticAnswerPolicy;
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

/** One more try with full jitter where the document says "retry" and no number (AWS Builders' Library, "Timeouts, retries and backoff with jitter"). */
const statedRetry: RetryPolicy = { retries: 1, baseMs: 100, capMs: 1_000 };

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
    const edge = toEdge(call, model, { profile, services });
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

interface Bound {
  readonly profile: Profile | undefined;
  readonly services: readonly ServicePlan[];
}

function toEdge({ from, to }: Call, model: Model, { profile, services }: Bound): EdgePlan | undefined {
  if (to.kind !== 'service') return undefined;
  const instances = services.find(({ name }) => name === to.name)?.instances;
  const failure = failureOf(to.name, model);
  const timeoutMs = timeoutsByName(model).get(to.name)?.value;
  const breaker = breakerOf(model);
  const retry = retryOf(failure);
  const entry = from.kind === 'actor';
  const speech = speechOf(to.service, profile);
  const { protocol } = speech;
  const concurrency = protocol === 'http' ? concurrencyOf(to.name, model, { profile, instances }) : undefined;
  return {
    name: `${from.name} → ${to.name}`,
    from: from.name,
    to: to.name,
    ...speech,
    entry,
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(breaker && { breaker }),
    ...(retry && { retry }),
    ...balancing({ instances, breaker, failure }),
    ...(concurrency !== undefined && { concurrency }),
    ...(protocol === 'tcp' && connectionLimits(to.name, model, profile)),
    ...(protocol === 'http' && headerBytes(profile)),
    ...(entry && protocol === 'http' && entryPolicies(to.name, model, profile)),
    ...staticAnswerOf({ to: to.name, protocol, entry }, model, profile),
  };
}

/** Inside of the system as well: what is let in must get through. */
function headerBytes(profile: Profile | undefined): Pick<EdgePlan, 'headerBytes'> {
  const said = profile?.limits?.headerBytes;
  return said === undefined ? {} : { headerBytes: said.value };
}

/** What is between the world and the first service. */
function entryPolicies(service: string, model: Model, profile: Profile | undefined): Pick<EdgePlan, 'guard' | 'cache'> {
  const guard = entryPolicy(model, profile);
  return { ...(guard && { guard }), ...cachePolicy(service, model, profile?.limits) };
}

function connectionLimits(
  service: string,
  model: Model,
  profile: Profile | undefined,
): Pick<EdgePlan, 'connections' | 'idleTimeoutMs'> {
  const connections = capacityByName(model).get(service)?.maxConnections?.value;
  const idleTimeoutMs = profile?.services.find((binding) => binding.service.value === service)?.idleTimeoutMs?.value;
  return {
    ...(connections !== undefined && connections > 0 && { connections }),
    ...(idleTimeoutMs !== undefined && { idleTimeoutMs }),
  };
}

/** Of what runs here as many instances as are started; of what runs elsewhere as many as the document says at most. */
function concurrencyOf(
  service: string,
  model: Model,
  { profile, instances }: { readonly profile: Profile | undefined; readonly instances: InstancesPlan | undefined },
): number | undefined {
  const ofOne = capacityByName(model).get(service)?.concurrency?.value;
  if (ofOne === undefined || ofOne === 0) return undefined;
  if (instances !== undefined) return ofOne * instances.start;
  const isElsewhere = profile?.services.some((binding) => binding.service.value === service && binding.url) === true;
  return ofOne * (isElsewhere ? (known(instancesByName(model).get(service)?.maxInstances) ?? 1) : 1);
}

/** What an edge does about a callee that may have several instances. */
function balancing({
  instances,
  breaker,
  failure,
}: {
  readonly instances: InstancesPlan | undefined;
  readonly breaker: BreakerPolicy | undefined;
  readonly failure: Failure | undefined;
}): Pick<EdgePlan, 'outlier' | 'nextInstance'> {
  return {
    ...(instances && mayBeSeveral(instances) && { outlier: outlierOf(breaker) }),
    ...(usesNextInstance(failure) && { nextInstance: true as const }),
  };
}

/** The stated breaker's numbers, else those that Envoy begins with; never more than half of the instances. */
function outlierOf(breaker: BreakerPolicy | undefined): OutlierPolicy {
  return {
    afterFailures: breaker?.opensAfterFailures ?? 5,
    ejectMs: Math.max(1, breaker?.halfOpenAfterMs ?? 30_000),
    maxShare: 0.5,
  };
}

function usesNextInstance(failure: Failure | undefined): boolean {
  return failure?.mitigations.some(({ value }) => value === 'next-instance') === true;
}

function retryOf(failure: Failure | undefined): RetryPolicy | undefined {
  if (failure?.mitigations.some(({ value }) => value === 'retry') !== true) return undefined;
  return { ...statedRetry, retries: failure.retries?.value ?? statedRetry.retries };
}

/** The failure row of a service: what a caller does when the service is down or late. */
export function failureOf(service: string, model: Model): Failure | undefined {
  return failuresByName(model).get(service)?.[0];
}

/** The breaker, when the document says after how many failures and for how long it opens; one success closes it unless stated. */
function breakerOf({ overview }: Model): BreakerPolicy | undefined {
  const opensAfterFailures = known(overview.breaker?.opensAfterFailures);
  const halfOpenAfterMs = known(overview.breaker?.halfOpenAfterMs);
  if (opensAfterFailures === undefined || halfOpenAfterMs === undefined) return undefined;
  return {
    opensAfterFailures,
    halfOpenAfterMs,
    closesAfterSuccesses: known(overview.breaker?.closesAfterSuccesses) ?? 1,
  };
}
