import { describe, expect, test } from 'vitest';
import type { EdgePlan } from '#derive/edge-plan';
import { entryEnforcesWith } from '#derive/entry-policy';
import { unknownRoles } from '#derive/identity-policy';
import { plan } from '#derive/plan';
import type { Model, Profile } from '#model/index';
import { link } from '#overview/link';
import { readProfile } from '#overview/profile';
import { read } from '#overview/read';

const overview = (tokens = 'Cached tokens (20m)'): Model =>
  link(
    read(`# Harbour

## Services

| Service | Interface | Protocol |
| --- | --- | --- |
| Gate | REST | HTTP |
| Auth | Accounts | OAuth 2.0 |

## Data Flow

1. User → Gate (asks)
2. Gate → Auth (token validation)
3. Auth → Gate (claims)
4. Gate → User (page)

## Failure Modes

| Failure | Impact | Mitigation | Timeout |
| --- | --- | --- | --- |
| Auth service down | Critical | ${tokens} | 10s |

## Security Model

**Authentication:**

- Provider: Some issuer (OAuth 2.0)
- Session management: JWT tokens

**Authorization:**

- Role-based access control (RBAC)
- User → Editor → Admin roles
- Resource-level permissions

**Data Protection:**

- Encryption in transit: TLS 1.3
- API security: rate limit (10 requests/s per user), HSTS
`),
  );

const auth = (lines: string): Profile => {
  const { profile, problems } = readProfile(
    'p.yml',
    `auth:\n  issuer: https://id.example\n  audience: harbour\n${lines}`,
  );
  expect(problems).toEqual([]);
  return profile;
};

const guardOf = (model: Model, profile?: Profile): EdgePlan['guard'] =>
  plan(model, profile).edges.find(({ entry }) => entry)?.guard;

const lasts = (tokens: string): number | undefined => guardOf(overview(tokens), auth(''))?.identity?.keysLastMs;

describe('who is known', () => {
  test('nobody, as long as nothing says whose tokens count', () => {
    expect(guardOf(overview())).toBeUndefined();
    expect(guardOf(overview(), readProfile('p.yml', 'auth: Clerk').profile)).toBeUndefined();
  });

  test('whoever has a token of the issuer that the profile names, by its defaults', () => {
    expect(guardOf(overview(), auth(''))?.identity).toEqual({
      issuer: 'https://id.example',
      service: 'Auth',
      audience: ['harbour'],
      parties: [],
      algorithms: ['RS256', 'ES256', 'EdDSA'],
      rolesClaims: ['roles', 'role', 'realm_access.roles'],
      clockSkewMs: 5000,
      keysLastMs: 1_200_000,
      roles: ['user', 'editor', 'admin'],
      routes: [],
    });
  });

  test('the issuer is the service that signs people in, where it is bound to an address', () => {
    const { profile } = readProfile(
      'p.yml',
      'auth: { audience: a }\nservices: { Auth: { url: "http://127.0.0.1:9000/" } }',
    );
    expect(guardOf(overview(), profile)?.identity?.issuer).toBe('http://127.0.0.1:9000');
  });

  test('where that service runs here, it says itself what it calls itself', () => {
    const { profile } = readProfile('p.yml', 'auth: { audience: a }\nservices: { Auth: { command: node auth.js } }');
    expect(guardOf(overview(), profile)?.identity).toMatchObject({ service: 'Auth', audience: ['a'] });
    expect(guardOf(overview(), profile)?.identity).not.toHaveProperty('issuer');
  });

  test('keys last as long as stated, an hour where no time is, and not at all where nothing is said of them', () => {
    expect([lasts('Cached tokens (90s), retry'), lasts('Cached tokens'), lasts('Retry')]).toEqual([
      90_000, 3_600_000, 0,
    ]);
  });

  test('a limit for each user holds where users are known', () => {
    expect(guardOf(overview(), auth(''))?.rateLimit).toEqual({ requests: 10, perMs: 1000, counted: 'per-user' });
  });
});

describe('what is thereby enforced', () => {
  const profile = auth('  routes:\n    /bills/{sub}: owner or editor\n');

  test('authentication, the roles that routes ask for and those above, and who owns what', () => {
    expect(entryEnforcesWith(overview(), profile)).toEqual([
      'security/authentication/provider',
      'security/authentication/sessions',
      'failure-modes/*/cached-tokens',
      'security/authorization/role/2',
      'security/authorization/role/3',
      'security/authorization/model',
      'security/authorization/resource-level',
      'security/data-protection/rate-limit/counted',
    ]);
    expect(entryEnforcesWith(overview(), undefined)).toEqual([]);
  });

  test('encryption and HSTS, where there is a certificate', () => {
    const tls = readProfile('p.yml', 'tls: development').profile;
    expect(guardOf(overview(), tls)).toEqual({ trustedProxies: 0, tls: 'TLSv1.3', hsts: true });
    expect(entryEnforcesWith(overview(), tls)).toEqual([
      'security/data-protection/in-transit',
      'security/data-protection/api/hsts',
    ]);
  });

  test('roles that nobody can have are told', () => {
    const identity = guardOf(overview(), auth('  routes:\n    /a: admni\n    /b: User\n'))?.identity;
    expect(identity && unknownRoles(identity)).toEqual([{ route: '/a', role: 'admni' }]);
  });
});
