import type { Bytes, CachePolicy, EntryPolicy, Milliseconds, Model, Profile, StaticAnswerPolicy } from '#model/index';
import { known } from '#model/index';
import { capacityByName, instancesByName } from './by-name.ts';
import { cachePolicy } from './cache-policy.ts';
import type { Call } from './calls.ts';
import { entryPolicy } from './entry-policy.ts';
import { type FailurePolicy, failurePolicy } from './failure-policy.ts';
import type { InstancesPlan } from './instances-plan.ts';
import { staticAnswerOf } from './static-answer.ts';
import { speechOf, type Wire } from './wire.ts';

/** A directed edge: `from` calls `to`. */
export interface EdgePlan extends FailurePolicy {
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

/** What a call depends on besides the model. */
export interface Bound {
  readonly profile: Profile | undefined;
  /** Of the callee, where it runs here as a command. */
  readonly instances: InstancesPlan | undefined;
}

/** The edge that a call of the request flow takes, with its policies. */
export function edgePlan(call: Call, model: Model, bound: Bound): EdgePlan | undefined {
  const { from, to } = call;
  if (to.kind !== 'service') return undefined;
  const entry = from.kind === 'actor';
  const speech = speechOf(to.service, bound.profile);
  return {
    name: `${from.name} → ${to.name}`,
    from: from.name,
    to: to.name,
    ...speech,
    entry,
    ...failurePolicy(to.name, model, bound.instances),
    ...(speech.protocol === 'tcp' && connectionLimits(to.name, model, bound.profile)),
    ...(speech.protocol === 'http' && requestPolicies(to.name, model, bound)),
    ...(speech.protocol === 'http' && entry && entryPolicies(to.name, model, bound.profile)),
    ...staticAnswerOf({ to: to.name, protocol: speech.protocol, entry }, model, bound.profile),
  };
}

/** What holds for every HTTP edge. */
function requestPolicies(service: string, model: Model, bound: Bound): Pick<EdgePlan, 'concurrency' | 'headerBytes'> {
  const concurrency = concurrencyOf(service, model, bound);
  // Inside of the system as well: what is let in must get through.
  const headerBytes = bound.profile?.limits?.headerBytes?.value;
  return {
    ...(concurrency !== undefined && { concurrency }),
    ...(headerBytes !== undefined && { headerBytes }),
  };
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
function concurrencyOf(service: string, model: Model, { profile, instances }: Bound): number | undefined {
  const ofOne = capacityByName(model).get(service)?.concurrency?.value;
  if (ofOne === undefined || ofOne === 0) return undefined;
  if (instances !== undefined) return ofOne * instances.start;
  const isElsewhere = profile?.services.some((binding) => binding.service.value === service && binding.url) === true;
  return ofOne * (isElsewhere ? (known(instancesByName(model).get(service)?.maxInstances) ?? 1) : 1);
}
