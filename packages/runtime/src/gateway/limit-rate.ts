import { addHeader, type Call } from './call.ts';
import { clientAddress, networkOf } from './client-address.ts';
import { fail } from './fail.ts';

/**
 * The step that lets in as many requests of one address as the document says. Clients are told where they stand by
 * `RateLimit-Policy` and `RateLimit` (https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-10).
 */
export function limitRate(call: Call): 'next' | 'held' {
  const { options, plan, rates } = call.edge;
  const policy = plan.guard?.rateLimit;
  if (rates === undefined || policy === undefined) return 'next';
  const key = networkOf(clientAddress(call));
  const now = options.now();
  const isLetIn = rates.take(key, now);
  addHeader(call, 'RateLimit-Policy', `"entry";q=${policy.requests};w=${Math.ceil(policy.perMs / 1000)}`);
  const fullInS = Math.ceil(rates.fullInMs(key, now) / 1000);
  addHeader(call, 'RateLimit', `"entry";r=${rates.remaining(key, now)};t=${fullInS}`);
  if (isLetIn) return 'next';
  fail(call, { kind: 'refused', refusal: { kind: 'rate-limited', retryAfterMs: rates.waitMs(key, now) } });
  return 'held';
}
