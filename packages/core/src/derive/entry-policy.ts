import type { EntryPolicy, Profile, Protection, RateLimitPolicy, Security, StatementPattern } from '#model/index';

/**
 * The statements of section 10 that the public entry enforces. A protection that needs a value is enforced by this value:
 * "rate limit" alone is none.
 */
export const entryEnforces: readonly StatementPattern[] = [
  'security/data-protection/rate-limit/requests',
  'security/data-protection/rate-limit/period',
  'security/data-protection/body-limit',
  'security/data-protection/cors/origin/*',
  'security/data-protection/api/csrf',
  'security/data-protection/api/security-headers',
];

/** What the public entry asks of calls from outside; undefined where section 10 names nothing that it could ask. */
export function entryPolicy({ dataProtection }: Security, profile: Profile | undefined): EntryPolicy | undefined {
  const trustedProxies = profile?.trustedProxies?.value ?? 0;
  const rateLimit = rateLimitOf(dataProtection);
  const { api, bodyLimitBytes, corsOrigins } = dataProtection;
  const names = (protection: Protection): boolean => api.some(({ value }) => value === protection);
  const asked: Omit<EntryPolicy, 'trustedProxies'> = {
    ...(rateLimit && { rateLimit }),
    ...(bodyLimitBytes && { bodyLimitBytes: bodyLimitBytes.value }),
    ...(corsOrigins && { corsOrigins: corsOrigins.map(({ value }) => value) }),
    ...(names('csrf') && { refusesCrossSite: true }),
    ...(names('hsts') && trustedProxies > 0 && { hsts: true }),
    ...(names('security-headers') && { securityHeaders: true }),
  };
  if (Object.keys(asked).length === 0) return undefined;
  return { trustedProxies, ...asked };
}

/** Who a user is, the entry does not know: a limit for each user is none that it could count. */
function rateLimitOf({ rateLimit }: Security['dataProtection']): RateLimitPolicy | undefined {
  if (rateLimit === undefined || rateLimit.counted?.value === 'per-user') return undefined;
  return { requests: rateLimit.requests.value, perMs: rateLimit.periodMs.value };
}
