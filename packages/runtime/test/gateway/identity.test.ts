import type { RequestListener } from 'node:http';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { createClerkClient, verifyToken } from '@clerk/backend';
import { beforeAll, describe, expect, test } from 'vitest';
import { headerOf, newKey, openGuarded, policyOf, routes, startIssuer, type TestKey, tokenBy } from './identity-kit.ts';
import { type Ask, ask, freePort, startService, until } from './kit.ts';

let key: TestKey;

beforeAll(async () => {
  key = await newKey('k1');
});

const bearer = (token: string): { headers: { authorization: string } } => ({
  headers: { authorization: `Bearer ${token}` },
});

/** What a page of another site asks with before it makes a request. */
const asking = (method: string): Record<string, string> => ({
  origin: 'https://app.example',
  'access-control-request-method': method,
});

describe('a preflight', () => {
  const guarded = { '/health': 'public', 'PUT /articles/**': 'admin' };
  test('that a browser makes reaches the service, which decides, where no origins are stated', async () => {
    const issuer = await startIssuer(key);
    const { edge, seen } = await openGuarded(policyOf(issuer.url, { routes: routes(guarded) }));
    const answer = await ask(edge, { method: 'OPTIONS', path: '/articles/7', headers: asking('PUT') });
    expect(answer.status).toBe(200);
    expect(seen.map(([method, path]) => `${method} ${path}`)).toEqual(['OPTIONS /articles/7']);
    expect(headerOf(seen[0], 'asbuilt-subject')).toEqual([]);
    const after = await ask(edge, { method: 'PUT', path: '/articles/7', headers: { origin: 'https://app.example' } });
    expect(after.status).toBe(401);
  });

  test.each<[string, Ask]>([
    ['about a method that no route has', { headers: asking('DELETE') }],
    ['about a path that no route has', { headers: asking('PUT'), path: '/admin' }],
    ['that names no method', { headers: { origin: 'https://app.example' } }],
    ['that names no origin', { headers: { 'access-control-request-method': 'PUT' } }],
    ['with a cookie', { headers: { ...asking('PUT'), cookie: 'session=1' } }],
    ['with a token that does not hold', { headers: { ...asking('PUT'), authorization: 'Bearer a.b.c' } }],
    ['with a body', { headers: { ...asking('PUT'), 'content-length': '2' }, body: 'do' }],
    ['that is none but for its headers', { headers: asking('PUT'), method: 'PUT' }],
  ])('%s is asked for a token', async (_, change) => {
    const issuer = await startIssuer(key);
    const { edge, seen } = await openGuarded(policyOf(issuer.url, { routes: routes(guarded) }));
    expect((await ask(edge, { method: 'OPTIONS', path: '/articles/7', ...change })).status).toBe(401);
    expect(seen).toEqual([]);
  });

  test('is answered by the entry where origins are stated, on guarded routes too', async () => {
    const issuer = await startIssuer(key);
    const guard = { trustedProxies: 0, corsOrigins: ['https://app.example'] };
    const { edge, seen } = await openGuarded(policyOf(issuer.url, { routes: routes(guarded) }), guard);
    const answer = await ask(edge, { method: 'OPTIONS', path: '/articles/7', headers: asking('PUT') });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([204, 'https://app.example']);
    const other = { ...asking('PUT'), origin: 'https://evil.example' };
    expect((await ask(edge, { method: 'OPTIONS', path: '/articles/7', headers: other })).status).toBe(403);
    expect(seen).toEqual([]);
  });
});

describe('who calls', () => {
  test('is told to the service, and what others say about it is not', async () => {
    const issuer = await startIssuer(key);
    const { edge, seen } = await openGuarded(policyOf(issuer.url));
    const made = {
      'asbuilt-subject': 'root',
      Asbuilt_Subject: 'root',
      'ASBUILT-ROLES': 'admin',
      asbuilt_roles: 'admin',
      'asbuilt-anything': 'x',
      'x-http-method-override': 'DELETE',
      'x-original-url': '/admin',
      'x-original-uri': '/admin',
      'x-override-url': '/admin',
      connection: 'asbuilt-subject',
    };
    const token = await tokenBy(issuer.url, key, { claims: { sub: 'ada|1 ü,"', roles: ['User', 'a,b'] } });
    const answer = await ask(edge, { headers: { ...made, authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    const names = seen[0]
      ?.slice(2)
      .filter((_, index) => index % 2 === 0)
      .map((name) => name.toLowerCase());
    expect(names?.filter((name) => /^asbuilt|override|original/.test(name))).toEqual([
      'asbuilt-subject',
      'asbuilt-roles',
    ]);
    expect(headerOf(seen[0], 'asbuilt-subject')).toEqual(['ada|1%20%C3%BC%2C%22']);
    expect(headerOf(seen[0], 'asbuilt-roles')).toEqual(['user, a%2Cb']);
  });

  test('is nobody on a public route without a token, and on one with a token that does not hold', async () => {
    const issuer = await startIssuer(key);
    const { edge, seen } = await openGuarded(policyOf(issuer.url, { routes: routes({ '/**': 'public' }) }));
    expect((await ask(edge, { headers: { 'asbuilt-subject': 'root' } })).status).toBe(200);
    expect((await ask(edge, bearer('a.b.c'))).status).toBe(200);
    expect(seen.flatMap((request) => headerOf(request, 'asbuilt-subject'))).toEqual([]);
  });

  test('is looked over by a clock that is wrong, as long as such a fault lasts', async () => {
    const issuer = await startIssuer(key);
    const { edge } = await openGuarded(policyOf(issuer.url, { routes: routes({ '/**': 'signed-in' }) }));
    const token = await tokenBy(issuer.url, key, { lastsS: 600 });
    const statusBy = async (ms: number): Promise<number> => {
      const now = edge.options.now();
      const fault = { edge: edge.plan.name, effect: { kind: 'clock-skew', ms }, endsAtMs: now + 60_000 } as const;
      const { id } = edge.faults.add(fault, now);
      const { status } = await ask(edge, bearer(token));
      edge.faults.remove(id);
      return status;
    };
    expect((await ask(edge, bearer(token))).status).toBe(200);
    expect(await statusBy(590_000)).toBe(200);
    expect(await statusBy(610_000)).toBe(401);
    expect(await statusBy(-60_000)).toBe(401);
    expect((await ask(edge, bearer(token))).status).toBe(200);
  });

  test('may say so in a cookie, where the profile names one', async () => {
    const issuer = await startIssuer(key);
    const { edge, seen } = await openGuarded(policyOf(issuer.url, { cookie: '__session' }));
    const token = await tokenBy(issuer.url, key);
    expect((await ask(edge, { headers: { cookie: `a=1; __session=${token}; b=2` } })).status).toBe(200);
    expect(headerOf(seen[0], 'asbuilt-subject')).toEqual(['ada']);
    expect((await ask(edge, { headers: { cookie: `__session=${token}; __session=x` } })).status).toBe(401);
    expect((await ask(edge, { headers: { cookie: `session=${token}` } })).status).toBe(401);
  });

  test('is in the log under another name, the same for every call, and is not in it otherwise', async () => {
    const issuer = await startIssuer(key);
    const { edge } = await openGuarded(policyOf(issuer.url));
    const tokens = [await tokenBy(issuer.url, key), await tokenBy(issuer.url, key, { lastsS: 60 })];
    for (const token of tokens) await ask(edge, bearer(token));
    await until(() => edge.lines().length === 2, 'two lines of log');
    const [first, second] = edge.lines();
    expect(first?.['subject']).toMatch(/^[\w-]{16}$/);
    expect(second?.['subject']).toBe(first?.['subject']);
    expect(JSON.stringify(edge.lines())).not.toMatch(/"ada"|eyJ/);
  });
});

describe('what is for whom', () => {
  const lines = {
    'GET /articles/**': 'public',
    '/articles/**': 'admin',
    '/accounts/{sub}/**': 'owner or admin',
    '/me': 'signed-in',
  };

  test('routes let in whom they say, and nobody else', async () => {
    const issuer = await startIssuer(key);
    const { edge } = await openGuarded(policyOf(issuer.url, { routes: routes(lines) }));
    const user = await tokenBy(issuer.url, key);
    const admin = await tokenBy(issuer.url, key, { claims: { sub: 'grace', roles: 'admin' } });
    const status = async (method: string, path: string, token?: string): Promise<number> =>
      (await ask(edge, { method, path, ...(token === undefined ? {} : bearer(token)) })).status;
    expect(
      await Promise.all([status('GET', '/articles/1'), status('POST', '/articles'), status('GET', '/me')]),
    ).toEqual([200, 401, 401]);
    expect(await Promise.all([status('POST', '/articles', user), status('POST', '/articles', admin)])).toEqual([
      403, 200,
    ]);
    expect(await Promise.all([status('GET', '/accounts/ada', user), status('GET', '/accounts/grace', user)])).toEqual([
      200, 403,
    ]);
    expect(await Promise.all([status('GET', '/accounts/ada/x', admin), status('GET', '/none', admin)])).toEqual([
      200, 403,
    ]);
    expect(await Promise.all([status('GET', '/accounts//ada', user), status('GET', '/x/../me', user)])).toEqual([
      400, 400,
    ]);
    expect(edge.status()).toMatchObject({ failures: 0, inFlight: 0 });
  });

  test('a refusal names the edge and the policy, and tells how to sign in', async () => {
    const issuer = await startIssuer(key);
    const { edge } = await openGuarded(policyOf(issuer.url, { routes: routes(lines) }));
    const missing = await ask(edge, { path: '/me' });
    expect([missing.status, missing.headers['www-authenticate'], missing.headers['asbuilt-policy']]).toEqual([
      401,
      'Bearer realm="entry"',
      'identity=missing',
    ]);
    expect(JSON.parse(missing.body)).toMatchObject({
      type: 'urn:asbuilt:problem:sign-in',
      edge: 'User → API',
      policy: 'identity=missing',
      detail: 'This route is for those who have signed in. The request has no token.',
    });
    const forbidden = await ask(edge, { method: 'POST', path: '/articles', ...bearer(await tokenBy(issuer.url, key)) });
    expect([forbidden.status, forbidden.headers['asbuilt-policy']]).toEqual([403, 'access=forbidden']);
    expect(forbidden.headers['www-authenticate']).toContain('insufficient_scope');
    expect(JSON.parse(forbidden.body)).toMatchObject({ edge: 'User → API', policy: 'access=forbidden' });
  });

  test('a WebSocket is let in or refused as any other request', async () => {
    const issuer = await startIssuer(key);
    const { edge, seen } = await openGuarded(policyOf(issuer.url));
    const client = net.connect(edge.port, edge.host);
    client.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    expect(await text(client)).toMatch(/^HTTP\/1\.1 401 /);
    expect(seen).toEqual([]);
  });
});

describe('a limit for each user', () => {
  const rateLimit = { requests: 2, perMs: 60_000 };

  test('holds from wherever they call, and who is nobody counts by address', async () => {
    const issuer = await startIssuer(key);
    const guard = { rateLimit: { ...rateLimit, counted: 'per-user' as const } };
    const { edge } = await openGuarded(policyOf(issuer.url, { routes: routes({ '/**': 'public' }) }), guard);
    const ada = bearer(await tokenBy(issuer.url, key));
    const again = bearer(await tokenBy(issuer.url, key, { lastsS: 60 }));
    const bob = bearer(await tokenBy(issuer.url, key, { claims: { sub: 'bob' } }));
    const statuses: number[] = [];
    for (const asked of [ada, again, ada, bob, {}, {}, {}]) statuses.push((await ask(edge, asked)).status);
    expect(statuses).toEqual([200, 200, 429, 200, 200, 200, 429]);
  });

  test('where it is not said whose it is, both addresses and users have one', async () => {
    const issuer = await startIssuer(key);
    const { edge } = await openGuarded(policyOf(issuer.url), { rateLimit });
    const ada = bearer(await tokenBy(issuer.url, key));
    expect((await ask(edge, ada)).headers['ratelimit']).toMatch(/"entry";r=1;.*"user";r=1;/);
    await ask(edge, ada);
    const refused = await ask(edge, ada);
    expect([refused.status, refused.body.includes('this address')]).toEqual([429, true]);
  });
});

describe('keys', () => {
  test('new ones are asked for when a token names one, and old ones count no more', async () => {
    const next = await newKey('k2', 'ES256');
    const issuer = await startIssuer(key);
    const { edge } = await openGuarded(policyOf(issuer.url));
    const old = bearer(await tokenBy(issuer.url, key));
    expect((await ask(edge, old)).status).toBe(200);
    issuer.show(next);
    edge.pass(11_000);
    const fresh = bearer(await tokenBy(issuer.url, next, { header: { alg: 'ES256', kid: 'k2' } }));
    expect((await ask(edge, fresh)).status).toBe(200);
    expect((await ask(edge, old)).status).toBe(401);
    expect(issuer.asked.filter((path) => path === '/keys')).toHaveLength(2);
  });

  test('while the issuer is down, known keys are good for as long as stated', async () => {
    const issuer = await startIssuer(key);
    const { edge } = await openGuarded(policyOf(issuer.url, { keysLastMs: 1_800_000 }));
    const kept = bearer(await tokenBy(issuer.url, key, { lastsS: 7200 }));
    expect((await ask(edge, kept)).status).toBe(200);
    await issuer.service.stop();
    edge.pass(2_300_000);
    const unseen = bearer(await tokenBy(issuer.url, key, { lastsS: 7200, claims: { sub: 'bob' } }));
    expect([(await ask(edge, kept)).status, (await ask(edge, unseen)).status]).toEqual([200, 200]);
    edge.pass(200_000);
    const late = await ask(edge, kept);
    expect([late.status, late.headers['asbuilt-policy']]).toEqual([503, 'identity=unavailable']);
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);
    // It says nothing about the service.
    expect(edge.status().failures).toBe(0);
  });

  test('a token that expires meanwhile is refused, though it is known', async () => {
    const issuer = await startIssuer(key);
    const { edge } = await openGuarded(policyOf(issuer.url));
    const short = bearer(await tokenBy(issuer.url, key, { lastsS: 30 }));
    expect((await ask(edge, short)).status).toBe(200);
    edge.pass(36_000);
    expect((await ask(edge, short)).status).toBe(401);
  });

  test('an issuer that was never there leaves public routes open, and the others closed', async () => {
    const gone = `http://127.0.0.1:${await freePort()}`;
    const { edge } = await openGuarded(policyOf(gone, { routes: routes({ '/open': 'public', '/**': 'user' }) }));
    const token = bearer(await tokenBy(gone, key));
    expect((await ask(edge, { path: '/open', ...token })).status).toBe(200);
    expect((await ask(edge, { path: '/closed', ...token })).status).toBe(503);
  });

  test('where several may be meant, a token holds by the one that it is signed with', async () => {
    const [second, stranger] = await Promise.all([newKey('k2'), newKey('k3')]);
    const issuer = await startIssuer(key, second);
    const { edge } = await openGuarded(policyOf(issuer.url));
    const statuses: number[] = [];
    for (const one of [key, second, stranger, key])
      statuses.push((await ask(edge, bearer(await tokenBy(issuer.url, one, { isUnnamed: true })))).status);
    expect(statuses).toEqual([200, 200, 401, 200]);
  });

  test('a token by a key that the issuer has withdrawn holds until its keys are asked for again, and no longer', async () => {
    const next = await newKey('k2');
    const issuer = await startIssuer(key);
    const { edge } = await openGuarded(policyOf(issuer.url));
    const old = bearer(await tokenBy(issuer.url, key, { lastsS: 7200 }));
    expect((await ask(edge, old)).status).toBe(200);
    issuer.show(next);
    edge.pass(599_000);
    expect((await ask(edge, old)).status).toBe(200);
    edge.pass(2_000);
    // Asked for in the background, so that nobody waits.
    await until(async () => (await ask(edge, old)).status === 401, 'the old key is known to be withdrawn');
  });

  test('while an issuer answers nonsense, known keys are good, and the sentence is in the log', async () => {
    const issuer = await startIssuer(key);
    let answer: RequestListener = (_, to) => to.end(JSON.stringify({ keys: [key.jwk] }));
    const service = await startService((request, response) => answer(request, response));
    const jwks = `http://127.0.0.1:${service.address.port}/keys`;
    const { edge } = await openGuarded(policyOf(issuer.url, { jwks }));
    const token = bearer(await tokenBy(issuer.url, key, { lastsS: 7200 }));
    expect((await ask(edge, token)).status).toBe(200);
    const stranger = await newKey('k1');
    const trap = await startService((_request, response) => response.end(JSON.stringify({ keys: [stranger.jwk] })));
    const kinds: readonly [string, RequestListener][] = [
      ['answered 302', (_, to) => to.writeHead(302, { location: `http://127.0.0.1:${trap.address.port}/` }).end()],
      ['is not valid JSON', (_, to) => to.end('<html>It works!</html>')],
      ['answered more than', (_, to) => to.end(`{"keys":[${'{},'.repeat(300_000)}{}]}`)],
      ['answered no key set', (_, to) => to.end('{"keys":{}}')],
      ['answered 503', (_, to) => to.writeHead(503).end()],
      ['JSON Web Key Set', (_, to) => to.end('{"keys":[7]}')],
    ];
    for (const [said, nonsense] of kinds) {
      answer = nonsense;
      edge.pass(610_000);
      expect((await ask(edge, token)).status).toBe(200);
      await until(() => JSON.stringify(edge.lines()).includes(said), `the log says "${said}"`);
    }
  });

  test('an issuer that takes the question and never answers holds nobody up who has known keys, and others for five seconds', async () => {
    const silent = await startService(() => undefined);
    const at = `http://127.0.0.1:${silent.address.port}`;
    const { edge } = await openGuarded(policyOf(at, { jwks: `${at}/keys` }));
    const begun = performance.now();
    const answer = await ask(edge, bearer(await tokenBy(at, key)));
    expect([answer.status, answer.headers['asbuilt-policy']]).toEqual([503, 'identity=unavailable']);
    expect(performance.now() - begun).toBeGreaterThan(4900);
  });

  test('a document of another issuer, or keys elsewhere over plain HTTP, are not taken', async () => {
    for (const document of [
      { issuer: 'https://evil.example', jwks_uri: 'http://127.0.0.1:1/keys' },
      { issuer: 'SELF', jwks_uri: 'http://192.0.2.1/keys' },
      { issuer: 'SELF' },
    ]) {
      const issuer = await startService((_request, response) => {
        const url = `http://127.0.0.1:${issuer.address.port}`;
        response.end(JSON.stringify(document).replace('SELF', url));
      });
      const url = `http://127.0.0.1:${issuer.address.port}`;
      const { edge } = await openGuarded(policyOf(url));
      expect((await ask(edge, bearer(await tokenBy(url, key)))).status).toBe(503);
    }
  });
});

describe("Clerk's own SDK", () => {
  const issuerUrl = 'https://clerk.harbour.example';
  const parties = ['https://app.harbour.example'];
  const session = {
    aud: undefined,
    azp: parties[0],
    sid: 'sess_1',
    sub: 'user_29w83s',
    roles: undefined,
    metadata: { role: 'admin' },
  };
  const now = Math.floor(Date.now() / 1000);

  const clerk = createClerkClient({
    secretKey: 'sk_live_harbour',
    publishableKey: `pk_live_${Buffer.from('clerk.harbour.example$').toString('base64')}`,
  });

  /** Whom Clerk's middleware takes for the caller of a request. */
  async function byClerk(headers: Record<string, string>): Promise<string> {
    const request = new Request('https://app.harbour.example/', { headers });
    const state = await clerk.authenticateRequest(request, { jwtKey: key.pem, authorizedParties: parties });
    return state.toAuth()?.userId ?? 'refused';
  }

  /** What Clerk says of a token in a header and in its session cookie, and what the entry does. */
  async function both(claims: object): Promise<readonly string[]> {
    const token = await tokenBy(issuerUrl, key, { claims: { ...session, nbf: now - 10, ...claims }, lastsS: 60 });
    const verified = await verifyToken(token, { jwtKey: key.pem, authorizedParties: parties }).then(
      ({ sub }) => sub,
      () => 'refused',
    );
    const keys = await startIssuer(key);
    const policy = policyOf(issuerUrl, {
      jwks: `${keys.url}/keys`,
      audience: [],
      parties,
      cookie: '__session',
      rolesClaims: ['metadata.role'],
      routes: routes({ '/**': 'admin' }),
    });
    const { edge, seen } = await openGuarded(policy);
    const said: string[] = [verified];
    for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: `__client_uat=1; __session=${token}` }]) {
      const { status } = await ask(edge, { headers });
      said.push(
        await byClerk(headers),
        status === 200 ? (headerOf(seen.at(-1), 'asbuilt-subject')[0] ?? '') : 'refused',
      );
    }
    return said;
  }

  test('takes the tokens that the entry takes', async () => {
    expect(await both({})).toEqual(Array.from({ length: 5 }, () => session.sub));
  });

  test('and refuses those that it refuses', async () => {
    for (const claims of [
      { exp: now - 60 },
      { nbf: now + 60 },
      { iat: now + 60 },
      { azp: 'https://evil.example' },
      { azp: undefined },
    ])
      expect([claims, ...(await both(claims))]).toEqual([claims, ...Array.from({ length: 5 }, () => 'refused')]);
  });

  test('and takes a session that its user has not completed for none', async () => {
    const [, ...said] = await both({ sts: 'pending' });
    expect(said).toEqual(['refused', 'refused', 'refused', 'refused']);
  });
});
