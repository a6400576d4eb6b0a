import { expect, test } from 'vitest';
import { readProfile } from '#overview/profile';

const whole = `auth:
  system: Clerk
  issuer: https://clerk.example.com
  jwks: /.well-known/jwks.json
  audience: [harbour, pier]
  parties: https://app.example.com
  algorithms: [RS256, ES256]
  roles_claim: metadata.roles
  cookie: __session
  clock_skew: 10s
  routes:
    GET /articles/**: public
    /accounts/{sub}/**: owner or Admin
trusted_proxies: [10.0.0.0/8, "2001:db8::1"]
tls: { cert: certs/full.pem, key: secrets/key.pem, redirect_port: 8080 }
`;

test('all of it is read', () => {
  const { profile, problems } = readProfile('p.yml', whole);
  expect(problems).toEqual([]);
  const { auth, identity } = profile;
  expect(auth).toMatchObject({ value: 'Clerk' });
  expect(identity).toMatchObject({
    issuer: { value: 'https://clerk.example.com' },
    jwks: { value: '/.well-known/jwks.json' },
    cookie: { value: '__session' },
    audience: [{ value: 'harbour' }, { value: 'pier' }],
    parties: [{ value: 'https://app.example.com' }],
    algorithms: [{ value: 'RS256' }, { value: 'ES256' }],
    rolesClaim: { value: 'metadata.roles' },
    clockSkewMs: { value: 10_000 },
    routes: [
      { route: { value: 'GET /articles/**' }, allows: { value: 'public' } },
      { route: { value: '/accounts/{sub}/**' }, allows: { value: 'owner or Admin' } },
    ],
  });
});

test('so are proxies by their addresses, and certificates', () => {
  const { proxyAddresses, tls } = readProfile('p.yml', whole).profile;
  expect(proxyAddresses?.map(({ value }) => value)).toEqual(['10.0.0.0/8', '2001:db8::1']);
  expect([tls?.cert?.value, tls?.key?.value, tls?.redirectPort?.value]).toEqual([
    'certs/full.pem',
    'secrets/key.pem',
    8080,
  ]);
});

test('the name alone stays what it was', () => {
  const { profile } = readProfile('p.yml', 'auth: Clerk');
  expect([profile.auth?.value, profile.identity]).toEqual(['Clerk', undefined]);
});

test.each([
  ['auth: { isuer: x }', 'auth has an unknown key `isuer`'],
  ['auth: { issuer: "http://id.example", audience: a }', 'auth.issuer is not one'],
  ['auth: { issuer: "https://u:p@id.example", audience: a }', 'auth.issuer is not one'],
  [
    'auth: { issuer: "https://id.example" }',
    'auth takes tokens that were made for other applications of the same issuer',
  ],
  ['auth: { audience: a, algorithms: HS256 }', 'auth.algorithms has one that signs with no private key'],
  ['auth: { audience: a, algorithms: [RS256, none] }', 'auth.algorithms has one that signs with no private key'],
  ['auth: { audience: a, clock_skew: 1h }', 'auth.clock_skew is no length of time up to 5 minutes'],
  ['auth: { audience: a, cookie: "a b" }', 'auth.cookie is not one'],
  ['auth: { audience: a, routes: { admin: user } }', 'auth.routes has `admin`, which is no route'],
  ['auth: { audience: a, routes: { /admin: "" } }', 'auth.routes does not say who may come by `/admin`'],
  ['auth: { audience: a, routes: { "/x/{sub}": user } }', '`/x/{sub}` and who may come by it do not belong together'],
  ['auth: { audience: a, routes: { /x: owner } }', '`/x` and who may come by it do not belong together'],
  ['tls: letsencrypt', 'tls is no certificate'],
  ['tls: { cert: a.pem }', 'tls does not say which certificate to use'],
  ['tls: { development: yes, cert: a.pem, key: b.pem }', 'tls does not say which certificate to use'],
  ['tls: { cert: a.pem, key: b.pem, redirect_port: 0 }', 'tls.redirect_port is not a port'],
  ['trusted_proxies: [10.0.0.0/33]', 'trusted_proxies is neither a number nor addresses'],
  ['trusted_proxies: some', 'trusted_proxies is neither a number nor addresses'],
])('%s is a mistake', (text, message) => {
  const { problems } = readProfile('p.yml', text);
  expect(problems.map((problem) => problem.message)).toContain(message);
  expect(problems.every(({ help }) => help !== undefined)).toBe(true);
});
