import { describe, expect, it } from 'vitest';
import { plan, type ServicePlan } from '#derive/plan';
import { link } from '#overview/link';
import { readProfile } from '#overview/profile';
import { read } from '#overview/read';

/** A system of one service, whose contract is this. */
const overview = (name: string, contract: string, protocol: string): string => `# Harbour

## Services

| Service | Interface | Protocol |
| --- | --- | --- |
| ${name} | ${contract} | ${protocol} |

## Data Flow

1. Ship → ${name} (calls)
2. ${name} → Ship (answers)

## Security Model

**Authorization:**

- Role-based access control (RBAC)
- Deckhand → Captain roles
`;

function standIn(contract: readonly [name: string, contract: string, protocol: string], profile = 'http_port: 80') {
  const [service] = plan(link(read(overview(...contract))), readProfile('profile.yml', profile).profile).services;
  return service?.standIn;
}

const auth = ['Auth', 'Clerk API', 'OAuth 2.0'] as const;

describe('what stands in for a service without a binding', () => {
  it.each<[string, string, string, ServicePlan['standIn']]>([
    ['Store', 'SQL', 'Postgres protocol', { kind: 'postgres' }],
    ['Post', 'mail', 'SMTP', { kind: 'smtp' }],
    ['Hold', 'S3 API', 'HTTP', { kind: 's3' }],
    ['Hold', 'Object storage', 'HTTP', { kind: 's3' }],
    ['Auth', 'Clerk API', 'OAuth 2.0', { kind: 'oidc', roles: ['deckhand', 'captain'], claims: [], parties: [] }],
    ['Berths', 'REST', 'HTTP', { kind: 'contract', contract: 'docs/openapi/berths.json' }],
    ['Berths', 'REST, contracts/berths.yaml', 'HTTP', { kind: 'contract', contract: 'contracts/berths.yaml' }],
    ['Auth', 'REST', 'HTTP', { kind: 'contract', contract: 'docs/openapi/auth.json' }],
    ['Cache', 'RESP', 'Redis protocol', undefined],
    ['Log', 'AMQP', 'TCP', undefined],
  ])('%s with %s over %s', (name, contract, protocol, expected) => {
    expect(standIn([name, contract, protocol])).toEqual(expected);
  });

  it('is nothing where the profile wants none, or binds the service', () => {
    expect(standIn(auth, 'stand_ins: false')).toBeUndefined();
    expect(standIn(auth, 'services: { Auth: { url: "http://127.0.0.1:1" } }')).toBeUndefined();
  });

  it('is nothing where there is no profile: nobody runs anything then', () => {
    expect(plan(link(read(overview(...auth)))).services).toEqual([{ name: 'Auth' }]);
  });

  it('is the issuer that the profile says tokens are of, unless that is elsewhere', () => {
    const here = 'auth: { issuer: "http://127.0.0.1:4790", audience: harbour }';
    expect(standIn(auth, here)).toEqual({
      kind: 'oidc',
      issuer: 'http://127.0.0.1:4790',
      audience: 'harbour',
      roles: ['deckhand', 'captain'],
      claims: [],
      parties: [],
    });
    expect(standIn(auth, 'auth: { issuer: "https://clerk.example.com", audience: harbour }')).toBeUndefined();
  });

  it('has the tokens that the public entry believes: roles where it looks, owners as routes name them', () => {
    const routes = '{ "/crews/{crew}/**": owner or captain, "/{sub}/{crew}": owner, "/**": signed-in }';
    const said = `auth: { parties: https://app.example.com, roles_claim: a.b, algorithms: [ES256, RS256], routes: ${routes} }`;
    const wanted = {
      kind: 'oidc',
      roles: ['deckhand', 'captain'],
      rolesClaim: 'a.b',
      algorithm: 'ES256',
      claims: ['crew'],
      parties: ['https://app.example.com'],
    };
    expect(standIn(auth, said)).toEqual(wanted);
    const bound = `${said}\nservices: { Auth: { provider: oidc } }`;
    const [service] = plan(link(read(overview(...auth))), readProfile('profile.yml', bound).profile).services;
    expect([service?.standIn, service?.issuer]).toEqual([undefined, wanted]);
  });

  it('is told when the profile says neither yes nor no', () => {
    expect(readProfile('profile.yml', 'stand_ins: maybe').problems).toMatchObject([
      { message: 'stand_ins is neither `true` nor `false`', help: 'write one of them' },
    ]);
  });
});
