import { createHmac } from 'node:crypto';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import type { SigningAlgorithm } from '@asbuilt/core/model';
import { beforeAll, describe, expect, test } from 'vitest';
import { newKey, openGuarded, policyOf, startIssuer, type TestKey, tokenBy, type Written } from './identity-kit.ts';
import { type Answer, ask, startService } from './kit.ts';

let key: TestKey;
let stranger: TestKey;

beforeAll(async () => {
  [key, stranger] = await Promise.all([newKey('k1'), newKey('k1')]);
});

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const bearer = (token: string): { headers: { authorization: string } } => ({
  headers: { authorization: `Bearer ${token}` },
});

/** What a token is answered with. The service must not be asked unless it is let in. */
async function tried(make: (issuer: string) => Promise<string> | string, change = {}): Promise<Answer> {
  const issuer = await startIssuer(key);
  const { edge, seen } = await openGuarded(policyOf(issuer.url, change));
  const token = await make(issuer.url);
  const answer = await ask(edge, bearer(token));
  expect(seen).toHaveLength(answer.status === 200 ? 1 : 0);
  await isTheSameLater(issuer.url, { token, change, answer });
  return answer;
}

interface First {
  readonly token: string;
  readonly change: object;
  readonly answer: Answer;
}

/** Keys that good tokens were signed with are looked up by their header: that must be no way in. */
async function isTheSameLater(issuer: string, { token, change, answer }: First): Promise<void> {
  const { edge, seen } = await openGuarded(policyOf(issuer, change));
  await ask(edge, bearer(await tokenBy(issuer, key)));
  const before = seen.length;
  const later = await ask(edge, bearer(token));
  const { 'www-authenticate': authenticate } = later.headers;
  expect([later.status, authenticate]).toEqual([answer.status, answer.headers['www-authenticate']]);
  expect(seen).toHaveLength(before + (answer.status === 200 ? 1 : 0));
}

const said = ({ headers }: Answer): string | undefined =>
  /error_description="([^"]*)"/.exec(headers['www-authenticate'] ?? '')?.[1];

/** A token that the issuer would make, but for this. */
const signed = (written: Written) => (issuer: string) => tokenBy(issuer, key, written);

const unsigned = async (issuer: string, alg: string): Promise<string> => {
  const [, payload] = (await tokenBy(issuer, key)).split('.');
  return `${part({ alg, typ: 'JWT' })}.${payload}.`;
};
const cut = (keep: number) => async (issuer: string) => {
  const [header, payload, signature = ''] = (await tokenBy(issuer, key)).split('.');
  return `${header}.${payload}.${signature.slice(0, keep)}`;
};
const reheaded = (header: object) => async (issuer: string) => {
  const [, payload = ''] = (await tokenBy(issuer, key)).split('.');
  const head = `${part({ alg: 'RS256', kid: 'k1', ...header })}.${payload}`;
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key.privateKey, Buffer.from(head));
  return `${head}.${Buffer.from(signature).toString('base64url')}`;
};
async function raw(lines: readonly string[]): Promise<string> {
  const issuer = await startIssuer(key);
  const { edge, seen } = await openGuarded(policyOf(issuer.url));
  const good = await tokenBy(issuer.url, key);
  const client = net.connect(edge.port, edge.host);
  const headers = lines.map((line) => `${line.replace('GOOD', good)}\r\n`).join('');
  client.write(`GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);
  const answer = await text(client);
  expect(seen).toHaveLength(answer.startsWith('HTTP/1.1 200') ? 1 : 0);
  return answer;
}

test('a token of the issuer is let in', async () => {
  expect((await tried(signed({}))).status).toBe(200);
});

describe('signatures', () => {
  test.each(['none', 'None', 'NONE', 'nOnE'])('alg %s is refused', async (alg) => {
    expect((await tried((issuer) => unsigned(issuer, alg))).status).toBe(401);
    const withSignature = await tried(async (issuer) => `${await unsigned(issuer, alg)}AAAA`);
    expect([withSignature.status, said(withSignature)]).toEqual([
      401,
      'The token is signed in a way that is not accepted',
    ]);
  });

  test('HS256 with the public key as its secret is refused', async () => {
    for (const secret of [key.pem, JSON.stringify(key.jwk), key.jwk.n ?? '']) {
      const answer = await tried(async (issuer) => {
        const [, payload] = (await tokenBy(issuer, key)).split('.');
        const head = `${part({ alg: 'HS256', kid: key.kid, typ: 'JWT' })}.${payload}`;
        return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
      });
      expect([answer.status, said(answer)]).toEqual([401, 'The token is signed in a way that is not accepted']);
    }
  });

  test('an empty signature, and one that was cut, are refused', async () => {
    for (const keep of [0, 4, 340]) expect((await tried(cut(keep))).status).toBe(401);
  });

  test('another payload under the same signature is refused, also once the token is known', async () => {
    const issuer = await startIssuer(key);
    const { edge, seen } = await openGuarded(policyOf(issuer.url));
    const token = await tokenBy(issuer.url, key);
    expect((await ask(edge, bearer(token))).status).toBe(200);
    const [header, payload = '', signature] = token.split('.');
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const forged = part({ ...Object(claims), sub: 'root', roles: ['admin'] });
    const answer = await ask(edge, bearer(`${header}.${forged}.${signature}`));
    expect([answer.status, said(answer), seen.length]).toEqual([401, 'The signature of the token does not hold', 1]);
  });

  test.each<SigningAlgorithm>(['ES256', 'ES384', 'ES512', 'EdDSA', 'RS256'])(
    'a signature of %s that is nothing but zeros is refused, whatever its length',
    async (alg) => {
      const ec = await newKey('k1', alg);
      const issuer = await startIssuer(ec);
      const { edge, seen } = await openGuarded(policyOf(issuer.url, { algorithms: [alg] }));
      const [header, payload] = (await tokenBy(issuer.url, ec, { header: { alg, kid: 'k1' } })).split('.');
      // As r and s of ECDSA, as R and S of EdDSA, and as DER has (0, 0).
      const none = [64, 96, 132, 256].map((bytes) => Buffer.alloc(bytes).toString('base64url'));
      for (const signature of [...none, 'MAYCAQACAQA', 'AA'])
        expect((await ask(edge, bearer(`${header}.${payload}.${signature}`))).status).toBe(401);
      expect(seen).toEqual([]);
    },
  );

  test('a signature that is written in another way is refused, though it means the same', async () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    // 256 bytes leave four bits of the last letter.
    const other = await tried(async (issuer) => {
      const token = await tokenBy(issuer, key);
      return `${token.slice(0, -1)}${letters[letters.indexOf(token.slice(-1)) + 1]}`;
    });
    expect([other.status, said(other)]).toEqual([401, 'The token is no signed JWT']);
    expect((await tried(async (issuer) => `${await tokenBy(issuer, key)}==`)).status).toBe(401);
  });

  test('a key of somebody else with the same name is refused', async () => {
    const answer = await tried((issuer) => tokenBy(issuer, stranger));
    expect([answer.status, said(answer)]).toEqual([401, 'The signature of the token does not hold']);
  });

  test('an algorithm that the profile does not list is refused, though the key is known', async () => {
    expect((await tried(signed({}), { algorithms: ['ES256'] })).status).toBe(401);
  });

  test('an algorithm that is not the one of the key is refused', async () => {
    const answer = await tried(
      async (issuer) => {
        const [, payload, signature] = (await tokenBy(issuer, key)).split('.');
        return `${part({ alg: 'PS256', kid: key.kid })}.${payload}.${signature}`;
      },
      { algorithms: ['RS256', 'PS256'] },
    );
    expect(answer.status).toBe(401);
  });
});

describe('headers that say where the key is', () => {
  test.each([
    '../../../../dev/null',
    '/etc/passwd',
    "k1' OR '1'='1",
    'k1\u0000',
    'http://127.0.0.1:1/keys',
    '__proto__',
    '',
  ])('kid %j finds no key', async (kid) => {
    const answer = await tried((issuer) => tokenBy(issuer, stranger, { header: { alg: 'RS256', kid } }));
    expect(answer.status).toBe(401);
  });

  test('a kid that is no text is refused', async () => {
    const answer = await tried(async (issuer) => {
      const [, payload, signature] = (await tokenBy(issuer, key)).split('.');
      return `${part({ alg: 'RS256', kid: { $ne: null } })}.${payload}.${signature}`;
    });
    expect([answer.status, said(answer)]).toEqual([401, 'The token names its key in an unknown form']);
  });

  test('a key that the token brings along counts for nothing', async () => {
    const embedded = { alg: 'RS256', kid: 'own', jwk: { ...stranger.jwk, kid: 'own' } };
    expect((await tried((issuer) => tokenBy(issuer, stranger, { header: embedded }))).status).toBe(401);
  });

  test('an address that the token names is never asked', async () => {
    let asked = 0;
    const trap = await startService((_request, response) => {
      asked += 1;
      response.end(JSON.stringify({ keys: [stranger.jwk] }));
    });
    const at = `http://127.0.0.1:${trap.address.port}/keys`;
    for (const header of [{ jku: at }, { x5u: at }, { jku: at, kid: 'own' }, { x5c: ['MIIB'] }]) {
      const answer = await tried((issuer) => tokenBy(issuer, stranger, { header: { alg: 'RS256', ...header } }));
      expect(answer.status).toBe(401);
    }
    // The issuer's own token may carry one; nobody looks there either.
    expect((await tried(signed({ header: { alg: 'RS256', kid: 'k1', jku: at } }))).status).toBe(200);
    expect(asked).toBe(0);
  });
});

describe('extensions', () => {
  test.each([
    { crit: ['exp2'], exp2: 1 },
    { crit: [] },
    { crit: ['b64'], b64: false },
    { b64: false },
    { b64: true },
    { zip: 'DEF' },
    { enc: 'A256GCM' },
  ])('%j is refused, though it is signed', async (header) => {
    const answer = await tried(reheaded(header));
    expect([answer.status, said(answer)]).toEqual([401, 'The token needs an extension that is not known']);
  });

  test.each(['JWE', 'logout+jwt', 'dpop+jwt', 7])('a token of the type %s is refused', async (typ) => {
    expect((await tried(reheaded({ typ }))).status).toBe(401);
  });

  test('an encrypted token, and what is none, are refused', async () => {
    for (const token of ['a.b.c.d.e', 'a.b', 'abc', '..', `${part([])}.${part({})}.AAAA`, '!.!.!'])
      expect((await tried(() => token)).status).toBe(401);
  });
});

describe('tokens for something else', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['an ID token, by its hash', { at_hash: 'a' }, 'gives no access'],
    ['an ID token, by its nonce', { nonce: 'n' }, 'gives no access'],
    ["Keycloak's ID token", { typ: 'ID' }, 'gives no access'],
    ["Keycloak's refresh token", { typ: 'Refresh' }, 'gives no access'],
    ["Cognito's ID token", { token_use: 'id' }, 'gives no access'],
    ['a logout token', { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }, 'tells of an event'],
    ['one that is bound to a key (DPoP)', { cnf: { jkt: 'a' } }, 'only with the key that it is bound to'],
    ['one that is bound to a certificate', { cnf: { 'x5t#S256': 'a' } }, 'only with the key that it is bound to'],
  ])('%s is refused', async (_name, claims, reason) => {
    const answer = await tried(signed({ claims }));
    expect([answer.status, said(answer)]).toEqual([401, expect.stringContaining(reason)]);
  });

  test('access tokens that have a nonce are none of them', async () => {
    expect((await tried(signed({ claims: { typ: 'Bearer', nonce: 'n' } }))).status).toBe(200);
    const header = { alg: 'RS256', kid: 'k1', typ: 'at+jwt' };
    expect((await tried(signed({ header, claims: { nonce: 'n' } }))).status).toBe(200);
  });
});

/** What the issuer would sign if it wrote JSON in another way. */
const written = (change: (payload: string) => string, header?: string) => async (issuer: string) => {
  const [, payload = ''] = (await tokenBy(issuer, key)).split('.');
  const claims = change(Buffer.from(payload, 'base64url').toString());
  const head = header === undefined ? part({ alg: 'RS256', kid: 'k1' }) : Buffer.from(header).toString('base64url');
  const whole = `${head}.${Buffer.from(claims).toString('base64url')}`;
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key.privateKey, Buffer.from(whole));
  return `${whole}.${Buffer.from(signature).toString('base64url')}`;
};
/** Leaves a text as it is. */
const same = (payload: string): string => payload;

describe('what a token says twice', () => {
  test.each<[string, (issuer: string) => Promise<string>]>([
    ['subjects', written((payload) => payload.replace('{', '{"sub":"root",'))],
    ['audiences', written((payload) => payload.replace('{', '{"aud":"pier",'))],
    ['names with escapes', written((payload) => payload.replace('{', '{"\\u0073ub":"root",'))],
    ['names deep inside', written((payload) => payload.replace('{', '{"a":[{"b":{"c":1,"d":[],"c":2}}],'))],
    ['algorithms', written(same, '{"alg":"none","alg":"RS256","kid":"k1"}')],
  ])('two %s are refused', async (_name, make) => {
    const answer = await tried(make);
    expect([answer.status, said(answer)]).toEqual([401, 'The token says something twice']);
  });

  test('the same names in different objects, and in texts, are not meant', async () => {
    const fine = '{"a":{"x":1},"b":[{"x":1},{"x":"x\\":{}"}],"x":"\\"x\\":1",';
    expect((await tried(written((payload) => payload.replace('{', fine)))).status).toBe(200);
  });

  test('an end that is beyond all numbers is none', async () => {
    const answer = await tried(written((payload) => payload.replace(/"exp":\d+/, '"exp":1e400')));
    expect([answer.status, said(answer)]).toEqual([401, 'The token does not say until when it holds']);
  });
});

describe('claims', () => {
  const now = Math.floor(Date.now() / 1000);
  test.each<[string, Record<string, unknown>, string]>([
    ['expired', { exp: now - 60 }, 'The token has expired'],
    ['without an end', { exp: undefined }, 'The token does not say until when it holds'],
    ['with an end that is no number', { exp: 'never' }, 'The token does not say until when it holds'],
    ['not valid yet', { nbf: now + 60 }, 'The token does not hold yet'],
    ['made in the future', { iat: now + 60 }, 'The token was made in the future'],
    ['of another issuer', { iss: 'https://evil.example' }, 'The token is of another issuer'],
    [
      'of an issuer whose name begins the same',
      { iss: 'http://127.0.0.1.evil.example' },
      'The token is of another issuer',
    ],
    ['of no issuer', { iss: undefined }, 'The token is of another issuer'],
    ['for another audience', { aud: 'pier' }, 'The token was made for another audience'],
    ['for other audiences', { aud: ['pier', 'harbours'] }, 'The token was made for another audience'],
    ['for no audience', { aud: undefined }, 'The token was made for another audience'],
    ['of nobody', { sub: undefined }, 'The token does not say whose it is'],
    ['of an empty subject', { sub: '' }, 'The token does not say whose it is'],
    ['of a subject of spaces', { sub: ' \t' }, 'The token does not say whose it is'],
    ['of a subject that is no text', { sub: { $gt: '' } }, 'The token does not say whose it is'],
    ['made for no application', { azp: undefined }, 'The token was made for another application'],
    ['made for another application', { azp: 'https://evil.example' }, 'The token was made for another application'],
  ])('a token %s is refused', async (_name, claims, reason) => {
    const answer = await tried(signed({ claims: { azp: 'https://app.example', ...claims } }), {
      parties: ['https://app.example'],
    });
    expect([answer.status, said(answer)]).toEqual([401, reason]);
  });

  test('clocks may be apart as far as stated, and no further', async () => {
    const late = Math.floor(Date.now() / 1000);
    expect((await tried(signed({ claims: { exp: late - 2 } }), { clockSkewMs: 30_000 })).status).toBe(200);
    expect((await tried(signed({ claims: { exp: late - 2 } }), { clockSkewMs: 0 })).status).toBe(401);
    expect((await tried(signed({ claims: { nbf: late + 10 } }), { clockSkewMs: 30_000 })).status).toBe(200);
  });

  test('a token of another issuer that has the same key is refused', async () => {
    const other = await startIssuer(key);
    expect((await tried(() => tokenBy(other.url, key))).status).toBe(401);
  });
});

describe('the request', () => {
  test('two Authorization headers are refused, in either order', async () => {
    const other = 'Authorization: Bearer a.b.c';
    for (const lines of [
      ['Authorization: Bearer GOOD', other],
      [other, 'Authorization: Bearer GOOD'],
      ['Authorization: Bearer GOOD', 'AUTHORIZATION: Bearer GOOD'],
      ['Authorization: Bearer GOOD, Bearer GOOD'],
    ])
      expect(await raw(lines)).toMatch(/^HTTP\/1\.1 401 /);
    expect(await raw(['authorization: bearer GOOD'])).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('a token that is huge is refused without a look', async () => {
    const answer = await tried(() => `${part({ alg: 'RS256' })}.${'A'.repeat(9000)}.AAAA`);
    expect([answer.status, said(answer)]).toEqual([401, 'The token is too large']);
    expect(await raw([`Authorization: Bearer ${'A'.repeat(20_000)}`])).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('who makes up keys does not get the issuer asked for each', async () => {
    const issuer = await startIssuer(key);
    const { edge } = await openGuarded(policyOf(issuer.url));
    for (let index = 0; index < 30; index += 1)
      await ask(
        edge,
        bearer(await tokenBy(issuer.url, stranger, { header: { alg: 'RS256', kid: `made-up-${index}` } })),
      );
    expect(issuer.asked.filter((path) => path === '/keys')).toHaveLength(1);
  });
});
