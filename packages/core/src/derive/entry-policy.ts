import type {
  EntryPolicy,
  Model,
  Profile,
  Protection,
  RateLimitPolicy,
  Security,
  StatementPattern,
} from '#model/index';
import { known } from '#model/index';
import { identityEnforces, identityPolicy } from './identity-policy.ts';

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
export function entryPolicy(model: Model, profile: Profile | undefined): EntryPolicy | undefined {
  const { dataProtection } = model.overview.security;
  const proxies = proxiesOf(profile);
  const identity = identityPolicy(model, profile);
  const tls = tlsOf(dataProtection, profile);
  const rateLimit = rateLimitOf(dataProtection, identity !== undefined);
  const isSecure = proxies.trustedProxies > 0 || tls !== undefined;
  const policy: EntryPolicy = {
    ...proxies,
    ...(rateLimit && { rateLimit }),
    ...(identity && { identity }),
    ...(tls && { tls }),
    ...protectionsOf(dataProtection, isSecure),
    ...limitsOf(dataProtection, profile),
  };
  return Object.keys(policy).length === 1 && policy.trustedProxies === 0 ? undefined : policy;
}

function proxiesOf(profile: Profile | undefined): Pick<EntryPolicy, 'trustedProxies' | 'proxyAddresses'> {
  const proxyAddresses = profile?.proxyAddresses?.map(({ value }) => value);
  if (proxyAddresses !== undefined) return { trustedProxies: proxyAddresses.length, proxyAddresses };
  return { trustedProxies: profile?.trustedProxies?.value ?? 0 };
}

function protectionsOf({ api, corsOrigins }: Security['dataProtection'], isSecure: boolean): Partial<EntryPolicy> {
  const names = (protection: Protection): boolean => api.some(({ value }) => value === protection);
  return {
    ...(corsOrigins && { corsOrigins: corsOrigins.map(({ value }) => value) }),
    ...(names('csrf') && { refusesCrossSite: true }),
    ...(names('hsts') && isSecure && { hsts: true }),
    ...(names('security-headers') && { securityHeaders: true }),
  };
}

/** A profile may be stricter than the document, and not laxer. */
function limitsOf(
  { bodyLimitBytes }: Security['dataProtection'],
  profile: Profile | undefined,
): Pick<EntryPolicy, 'bodyLimitBytes' | 'mostHeaders'> {
  const { bodyBytes, headers } = profile?.limits ?? {};
  const bodies = [bodyLimitBytes, bodyBytes].flatMap((stated) => (stated === undefined ? [] : [stated.value]));
  return {
    ...(bodies.length > 0 && { bodyLimitBytes: Math.min(...bodies) }),
    ...(headers && { mostHeaders: headers.value }),
  };
}

/** A limit for each user needs somebody who knows users. */
function rateLimitOf({ rateLimit }: Security['dataProtection'], knowsUsers: boolean): RateLimitPolicy | undefined {
  if (rateLimit === undefined) return undefined;
  const counted = rateLimit.counted?.value;
  if (counted === 'per-user' && !knowsUsers) return undefined;
  return { requests: rateLimit.requests.value, perMs: rateLimit.periodMs.value, ...(counted && { counted }) };
}

/** The oldest version that is spoken, where the profile has a certificate. */
function tlsOf({ inTransit }: Security['dataProtection'], profile: Profile | undefined): EntryPolicy['tls'] {
  if (profile?.tls === undefined) return undefined;
  return /\bTLS\s?v?1\.2\b/i.test(known(inTransit) ?? '') ? 'TLSv1.2' : 'TLSv1.3';
}

/** The statements that the entry enforces only with what this profile says: whose tokens, which certificate. */
export function entryEnforcesWith(model: Model, profile: Profile | undefined): readonly StatementPattern[] {
  const policy = entryPolicy(model, profile);
  const { identity, rateLimit, tls, hsts } = policy ?? {};
  const inTransit = known(model.overview.security.dataProtection.inTransit);
  return [
    ...(identity ? identityEnforces(identity) : []),
    ...(rateLimit?.counted === undefined ? [] : ['security/data-protection/rate-limit/counted']),
    ...(tls && /\b(?:TLS|HTTPS)\b/i.test(inTransit ?? '') ? ['security/data-protection/in-transit'] : []),
    ...(hsts ? ['security/data-protection/api/hsts'] : []),
  ];
}
