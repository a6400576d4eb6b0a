import type { RateLimiter } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import { addToList, type Call, notePolicy, proceed } from './call.ts';
import { clientAddress, networkOf } from './client-address.ts';
import type { Limit } from './entry.ts';
import { fail } from './fail.ts';
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
  return take(call, users, key, call.edge.options.now());
}

/** Where a Redis is there, gateways count together; who has nothing left here has nothing left there. */
function take(call: Call, limit: Limit, key: string, now: Milliseconds): 'next' | 'held' {
  const here = takeHere(limit.rates, key, now);
  const shared = call.edge.entry?.sharedLimits;
  if (shared === undefined || !here.isLetIn) return judge(call, limit, here);
  if (!shared.isUp) return judge(call, limit, here, countsAlone);
  void shared.take(`${limit.name}:${key}`, limit.policy).then((taken) => {
    // The client may have left meanwhile, or the time may be up.
    if (call.phase !== 'waiting') return;
    const standing = taken === undefined ? here : standingOf(taken, limit.policy);
    if (judge(call, limit, standing, taken === undefined ? countsAlone : undefined) === 'next') proceed(call);
  });
  return 'held';
}

/** What an answer says when the others could not be asked. */
const countsAlone = 'rate-limit=local';

function takeHere(rates: RateLimiter, key: string, now: Milliseconds): Standing {
  const isLetIn = rates.take(key, now);
  return {
    isLetIn,
    remaining: rates.remaining(key, now),
    waitMs: isLetIn ? 0 : rates.waitMs(key, now),
    fullInMs: rates.fullInMs(key, now),
  };
}

function judge(
  call: Call,
  { name, said }: Limit,
  { isLetIn, remaining, waitMs, fullInMs }: Standing,
  note?: string,
): 'next' | 'held' {
  addToList(call, 'RateLimit-Policy', said);
  addToList(call, 'RateLimit', `"${name}";r=${remaining};t=${Math.ceil(fullInMs / 1000)}`);
  if (note !== undefined) notePolicy(call, note);
  if (isLetIn) return 'next';
  const by = name === 'user' && call.identity !== undefined ? 'user' : 'address';
  fail(call, { kind: 'refused', refusal: { kind: 'rate-limited', by, retryAfterMs: waitMs } });
  return 'held';
}
