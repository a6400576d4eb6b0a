import type { RateLimiter } from '@asbuilt/core/mechanisms';
import { addHeader, type Call } from './call.ts';
import { clientAddress, networkOf } from './client-address.ts';
import { fail } from './fail.ts';

/**
 * The step that lets in as many requests of one address as the document says. Clients are told where they stand by
 * `RateLimit-Policy` and `RateLimit` (https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-10).
 */
export function limitRate(call: Call): 'next' | 'held' {
  const addresses = call.edge.entry?.addresses;
  return addresses === undefined
    ? 'next'
    : take(call, addresses, { name: 'entry', key: networkOf(clientAddress(call)) });
}

/** The step that does the same for one user, from wherever; who is nobody counts by address. */
export function limitUserRate(call: Call): 'next' | 'held' {
  const { users, addresses } = call.edge.entry ?? {};
  if (users === undefined) return 'next';
  if (call.identity !== undefined) return take(call, users, { name: 'user', key: `user ${call.identity.subject}` });
  return addresses === undefined ? take(call, users, { name: 'user', key: networkOf(clientAddress(call)) }) : 'next';
}

function take(
  call: Call,
  rates: RateLimiter,
  { name, key }: { readonly name: string; readonly key: string },
): 'next' | 'held' {
  const policy = call.edge.plan.guard?.rateLimit;
  if (policy === undefined) return 'next';
  const now = call.edge.options.now();
  const isLetIn = rates.take(key, now);
  addHeader(call, 'RateLimit-Policy', `"${name}";q=${policy.requests};w=${Math.ceil(policy.perMs / 1000)}`);
  const fullInS = Math.ceil(rates.fullInMs(key, now) / 1000);
  addHeader(call, 'RateLimit', `"${name}";r=${rates.remaining(key, now)};t=${fullInS}`);
  if (isLetIn) return 'next';
  const by = name === 'user' && call.identity !== undefined ? 'user' : 'address';
  fail(call, { kind: 'refused', refusal: { kind: 'rate-limited', by, retryAfterMs: rates.waitMs(key, now) } });
  return 'held';
}
