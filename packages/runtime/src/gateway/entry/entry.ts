import type { Socket } from 'node:net';
import type { EdgePlan } from '@asbuilt/core/derive';
import { RateLimiter, RouteAccess } from '@asbuilt/core/mechanisms';
import type { RateLimitPolicy } from '@asbuilt/core/model';
import type { Identities } from '#identity/identities';
import type { Beliefs } from '../headers/beliefs.ts';
import type { EdgeOptions } from '../open-edge.ts';
import { Proxies } from './proxies.ts';
import type { SharedLimits } from './shared-limits.ts';

/** A rate limit, and how clients are told of it. */
export interface Limit {
  readonly name: 'entry' | 'user';
  readonly policy: RateLimitPolicy;
  readonly rates: RateLimiter;
  /** As `RateLimit-Policy` has it: `"entry";q=100;w=60`. */
  readonly said: string;
}

/** What an edge keeps for calls from outside, besides its plan. */
export interface Entry {
  readonly proxies: Proxies;
  /** What a client may say, by its connection. */
  readonly beliefsOf: (socket: Socket) => Beliefs;
  /** Absent where the plan does not say whose tokens count. */
  readonly identities: Identities | undefined;
  readonly access: RouteAccess | undefined;
  /** By address; absent where the plan states no limit for addresses. */
  readonly addresses: Limit | undefined;
  /** By user; absent where the plan states no limit for users, or knows none. */
  readonly users: Limit | undefined;
  /** Where both are counted for all gateways; absent where this one is alone. */
  readonly sharedLimits: SharedLimits | undefined;
}

/** Whether calls on an edge come from outside of the system. */
export function isEntry({ entry, guard }: EdgePlan): boolean {
  return entry || guard !== undefined;
}

export function openEntry({ guard }: EdgePlan, { identities, sharedLimits }: EdgeOptions): Entry {
  const identity = guard?.identity;
  const limit = guard?.rateLimit;
  const proxies = new Proxies(guard);
  const overrides = identity === undefined;
  const ofAnybody: Beliefs = { forwarded: false, overrides };
  const ofProxies: Beliefs = { forwarded: true, overrides };
  return {
    proxies,
    beliefsOf: (socket) => (proxies.vouchFor(socket) ? ofProxies : ofAnybody),
    identities: identity && identities,
    access: identity && new RouteAccess(identity),
    addresses: limit?.counted === 'per-user' ? undefined : limitOf('entry', limit),
    users: identity === undefined || limit?.counted === 'per-address' ? undefined : limitOf('user', limit),
    sharedLimits,
  };
}

function limitOf(name: Limit['name'], policy: RateLimitPolicy | undefined): Limit | undefined {
  if (policy === undefined) return undefined;
  const said = `"${name}";q=${policy.requests};w=${Math.ceil(policy.perMs / 1000)}`;
  return { name, policy, rates: new RateLimiter(policy), said };
}
