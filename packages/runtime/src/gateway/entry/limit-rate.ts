import type { Milliseconds } from '@asbuilt/core/model';
import { addToList, type Call, notePolicy, proceed } from '../call.ts';
import { fail } from '../fail.ts';
import { clientAddress, networkOf } from './client-address.ts';
import type { Limit } from './entry.ts';
import { type Standing, standingOf } from './shared-limits.ts';

/**
 * The step that lets in as many requests of one address as the document says. Clients are told where they stand by
 * `RateLimit-Policy` and `RateLimit` (https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-10).
 */
export function limitRate(call: Call): 'next' | 'held' {
  const addresses = call.edge.entry?.addresses;
  return addresses === undefined ? 'next' : take(call, addresses, networkOf(clientAddress(call)), call.startedAt);
}

/** The step that does the same for one user, from wherever; who is nobody counts by address. */
export function limitUserRate(call: Call): 'next' | 'held' {
  const { users, addresses } = call.edge.entry ?? {};
  if (users === undefined) return 'next';
  if (call.identity === undefined && addresses !== undefined) return 'next';
  const key = call.identity?.countedAs ?? networkOf(clientAddress(call));
  return take(call, users, key, call.stepsAt);
}

/** Where a Redis is there, gateways count together; who has nothing left here has nothing left there. */
function take(call: Call, limit: Limit, key: string, now: Milliseconds): 'next' | 'held' {
  const here = limit.rates.of(key, now);
  const isLetIn = here.take();
  const shared = call.edge.entry?.sharedLimits;
  if (shared === undefined || !isLetIn) return judge(call, limit, here, { isLetIn });
  if (!shared.isUp) return judge(call, limit, here, { isLetIn, note: countsAlone });
  const { remaining, waitMs, fullInMs } = here;
  void shared.take(`${limit.name}:${key}`, limit.policy).then((taken) => {
    // The client may have left meanwhile, or the time may be up.
    if (call.phase !== 'waiting') return;
    const judged =
      taken === undefined
        ? judge(call, limit, { remaining, waitMs, fullInMs }, { isLetIn, note: countsAlone })
        : judge(call, limit, standingOf(taken, limit.policy), taken);
    if (judged === 'next') proceed(call);
  });
  return 'held';
}

/** What an answer says when the others could not be asked. */
const countsAlone = 'rate-limit=local';

interface Taken {
  readonly isLetIn: boolean;
  readonly note?: string;
}

function judge(call: Call, { name, said }: Limit, standing: Standing, { isLetIn, note }: Taken): 'next' | 'held' {
  addToList(call, 'RateLimit-Policy', said);
  addToList(call, 'RateLimit', `"${name}";r=${standing.remaining};t=${Math.ceil(standing.fullInMs / 1000)}`);
  if (note !== undefined) notePolicy(call, note);
  if (isLetIn) return 'next';
  const by = name === 'user' && call.identity !== undefined ? 'user' : 'address';
  fail(call, { kind: 'refused', refusal: { kind: 'rate-limited', by, retryAfterMs: standing.waitMs } });
  return 'held';
}
