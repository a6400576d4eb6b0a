import { expect, test } from 'vitest';
import type { EdgePlan } from '#derive/edge-plan';
import { enforces, plan } from '#derive/plan';
import { fits } from '#model/index';
import { link } from '#overview/link';
import { readProfile } from '#overview/profile';
import { read } from '#overview/read';
import { harbour } from './harbour.ts';

const overview = (said: string): string => `${harbour}
## Security

**Data Protection:**

- API security: ${said}
`;

/** What the entry and the edge behind it ask. */
function guardsOf(said: string, profile = ''): EdgePlan['guard'][] {
  const { edges } = plan(link(read(overview(said))), readProfile('p.yml', profile).profile);
  return edges.map(({ guard }) => guard);
}

const isEnforced = (id: string): boolean => enforces.some((pattern) => fits(id, pattern));

test('a rate limit holds at the entry, and only there', () => {
  expect(guardsOf('rate limit (100 requests/minute)')).toEqual([
    { trustedProxies: 0, rateLimit: { requests: 100, perMs: 60_000 } },
    undefined,
  ]);
  expect(guardsOf('rate limit (5 requests/s per address)', 'trusted_proxies: 2')[0]).toEqual({
    trustedProxies: 2,
    rateLimit: { requests: 5, perMs: 1000, counted: 'per-address' },
  });
});

test('what is named without a value, or counts users, asks nothing', () => {
  expect(guardsOf('rate limiting')).toEqual([undefined, undefined]);
  expect(guardsOf('rate limit (100 requests/minute per user)')).toEqual([undefined, undefined]);
});

test('what needs no number, and what has its values, holds too', () => {
  expect(guardsOf('CORS (https://a.example), CSRF protection, security headers, body limit 1MB')[0]).toEqual({
    trustedProxies: 0,
    corsOrigins: ['https://a.example'],
    refusesCrossSite: true,
    securityHeaders: true,
    bodyLimitBytes: 1_000_000,
  });
  expect(guardsOf('CORS, body limit')).toEqual([undefined, undefined]);
});

test('HSTS needs somebody in front who speaks TLS', () => {
  expect(guardsOf('HSTS')).toEqual([undefined, undefined]);
  expect(guardsOf('HSTS', 'trusted_proxies: 1')[0]).toEqual({ trustedProxies: 1, hsts: true });
});

test('a number that is enforced counts as enforced, the mere promise does not', () => {
  expect(isEnforced('security/data-protection/rate-limit/requests')).toBe(true);
  expect(isEnforced('security/data-protection/api/rate-limit')).toBe(false);
  expect(isEnforced('security/data-protection/api/csrf')).toBe(true);
  expect(isEnforced('security/data-protection/api/cors')).toBe(false);
});

test('the profile says in so many words what is wrong with a number of proxies', () => {
  expect(readProfile('p.yml', 'trusted_proxies: some').problems).toMatchObject([
    {
      message: 'trusted_proxies is neither a number nor addresses',
      help: 'say how many there are, e.g. `trusted_proxies: 1`, or where, e.g. `trusted_proxies: [10.0.0.0/8]`',
    },
  ]);
});
