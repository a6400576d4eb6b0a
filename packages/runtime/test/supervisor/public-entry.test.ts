import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { generate } from 'selfsigned';
import { describe, expect, test } from 'vitest';
import { ConfigurationError, type RunningSystem, up } from '../../src/index.ts';
import { freePort } from '../free-port.ts';
import { newKey, startIssuer, tokenBy } from '../gateway/identity-kit.ts';
import { running, type Sample, sample } from '../sample-system.ts';

const overview = `# Overview

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Web | pages | HTML | HTTP |
| Auth | accounts | OAuth 2.0 | HTTP |

## Data Flow

**Request Flow:**
1. User → Web (opens a page)
2. Web → Auth (token validation)
3. Auth → Web (claims)
4. Web → User (page)

## Security Model

**Authentication:**
- Provider: an issuer (OAuth 2.0)
- Session management: JWT tokens

**Authorization:**
- Role-based access control (RBAC)
- User → Admin roles

**Data Protection:**
- Encryption in transit: TLS 1.3
- API security: HSTS
`;

const web = 'services:\n  Web: { command: node server.mjs, health: /health }\n';

interface Got {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

function get(url: string, options: https.RequestOptions = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const done = (response: http.IncomingMessage): void => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      );
    };
    const request = url.startsWith('https:')
      ? https.get(url, { agent: false, ...options }, done)
      : http.get(url, { agent: false, ...options }, done);
    request.once('error', reject);
  });
}

async function refusal(profile: string, said = overview): Promise<string> {
  const system = await sample(profile, { overview: said });
  const error: unknown = await up(system.options).catch((reason: unknown) => reason);
  if (!(error instanceof ConfigurationError)) throw new Error(`it was refused with ${String(error)}`);
  expect(existsSync(join(system.directory, '.asbuilt', 'run.json'))).toBe(false);
  return error.message.replaceAll(system.directory, '<folder>');
}

describe('identity', () => {
  test('the tokens of the service that signs people in open the routes of the profile', async () => {
    const key = await newKey('k1');
    const issuer = await startIssuer(key);
    const auth = 'auth:\n  audience: harbour\n  routes:\n    /health: public\n    /admin/**: admin\n    /**: user\n';
    const system = await sample(`http_port: PORT\n${auth}${web}  Auth: { url: "${issuer.url}" }\n`, { overview });
    const live = await running(system);
    const as = async (path: string, roles?: string): Promise<number> => {
      const authorization = `Bearer ${await tokenBy(issuer.url, key, { claims: { roles } })}`;
      return (await get(`${live.entryUrl}${path}`, roles === undefined ? {} : { headers: { authorization } })).status;
    };
    expect([await as('/health'), await as('/'), await as('/', 'user'), await as('/admin', 'user')]).toEqual([
      200, 401, 200, 403,
    ]);
    expect(await as('/admin', 'admin')).toBe(200);
  });

  test('a service that signs people in and runs here says itself what it calls itself', async () => {
    const key = await newKey('k1');
    const server = `
      import { createServer } from 'node:http';
      const url = 'http://127.0.0.1:' + process.env.PORT;
      createServer((request, response) => {
        if (request.url === '/keys') return response.end(JSON.stringify({ keys: [${JSON.stringify(key.jwk)}] }));
        response.end(JSON.stringify({ issuer: url, jwks_uri: url + '/keys' }));
      }).listen(process.env.PORT, '127.0.0.1');`;
    const profile = `http_port: PORT\nauth: { audience: harbour }\n${web}  Auth: { command: node auth.mjs, health: / }\n`;
    const system = await sample(profile, { overview });
    await writeFile(join(system.directory, 'auth.mjs'), server);
    const live = await running(system);
    const auth = live.status().services.find(({ name }) => name === 'Auth')?.address;
    const as = async (issuer: string): Promise<number> =>
      (await get(live.entryUrl, { headers: { authorization: `Bearer ${await tokenBy(issuer, key)}` } })).status;
    expect([await as(`http://${auth}`), await as('http://127.0.0.1:1')]).toEqual([200, 401]);
  });

  test('whose tokens count, and roles that there are, must be said before anything starts', async () => {
    const alone = overview.replace(/\| Auth .*\n/, '').replace(/2\. Web[^]*claims\)\n/, '');
    expect(await refusal(`http_port: PORT\nauth: { audience: a }\n${web}`, alone)).toBe(
      'profile.yml: auth does not say whose tokens count; add a line such as "issuer: https://id.example.com" to it',
    );
    const auth = 'auth:\n  issuer: https://id.example\n  audience: a\n  routes: { /x: admni }';
    expect(await refusal(`http_port: PORT\n${auth}\n${web}`)).toBe(
      'profile.yml:5: section 10 of overview.md names no role "admni", so nobody could come by /x; did you mean "admin"?',
    );
  });

  test('nobody is to think that routes are guarded which are not', async () => {
    const said = overview.replace(/\*\*Authentication:[^]*roles\n/, '');
    expect(await refusal('http_port: PORT\nauth: { issuer: "https://id.example", audience: a }', said)).toContain(
      'auth is set up, but section 10 of overview.md names no authentication',
    );
    const bound = 'http_port: PORT\nauth: { audience: a }\nservices: { Auth: { url: "http://192.0.2.1:9000" } }';
    expect(await refusal(bound)).toContain('is asked over plain HTTP');
  });
});

async function secure(system: Sample): Promise<{ live: RunningSystem; ca: string }> {
  const live = await running(system);
  return { live, ca: await readFile(join(system.directory, '.asbuilt', 'tls.cert'), 'utf8') };
}

describe('TLS', () => {
  test('a development certificate is made at start, kept, and spoken with, and HTTP is sent there', async () => {
    const redirectPort = await freePort();
    const profile = `http_port: PORT\ntls: { development: yes, redirect_port: ${redirectPort} }\n${web}`;
    const system = await sample(profile, { overview });
    const { live, ca } = await secure(system);
    expect(live.entryUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const answer = await get(`${live.entryUrl}/`, { ca });
    expect([answer.status, answer.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
    for (const name of ['tls.key', 'tls.cert'])
      expect((await stat(join(system.directory, '.asbuilt', name))).mode & 0o777).toBe(0o600);
    const plain = await get(`http://127.0.0.1:${redirectPort}/a?b=c`, {
      headers: { host: `shop.example:${redirectPort}` },
    });
    expect([plain.status, plain.headers.location]).toEqual([
      308,
      `https://shop.example:${new URL(live.entryUrl).port}/a?b=c`,
    ]);
    expect((await get(`http://127.0.0.1:${redirectPort}/`, { headers: { host: 'a/b' } })).status).toBe(400);
    await live.stop();
    expect((await secure(system)).ca).toBe(ca);
  });

  test('nothing older than the document states is spoken', async () => {
    const { live, ca } = await secure(await sample(`http_port: PORT\ntls: development\n${web}`, { overview }));
    await expect(get(live.entryUrl, { ca, maxVersion: 'TLSv1.2' })).rejects.toThrow(/protocol version/i);
    const older = overview.replace('TLS 1.3', 'TLS 1.2 or newer');
    const { live: lenient, ca: other } = await secure(
      await sample(`http_port: PORT\ntls: development\n${web}`, { overview: older }),
    );
    expect((await get(lenient.entryUrl, { ca: other, maxVersion: 'TLSv1.2' })).status).toBe(200);
    await expect(get(lenient.entryUrl, { ca: other, maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1' })).rejects.toThrow(
      /protocol|unsupported|no ciphers/i,
    );
  });

  test('a certificate of its own is used, and one that cannot be is told before anything starts', async () => {
    const [one, other] = await Promise.all([
      generate([{ name: 'commonName', value: 'localhost' }], { algorithm: 'sha256' }),
      generate(),
    ]);
    const profile = `http_port: PORT\ntls: { cert: one.pem, key: one.key }\n${web}`;
    const system = await sample(profile, { overview });
    await writeFile(join(system.directory, 'one.pem'), one.cert);
    await writeFile(join(system.directory, 'one.key'), one.private);
    const live = await running(system);
    expect((await get(live.entryUrl, { ca: one.cert, checkServerIdentity: () => undefined })).status).toBe(200);
    await live.stop();
    await writeFile(join(system.directory, 'one.key'), other.private);
    await expect(up(system.options)).rejects.toThrow(
      'profile.yml:2: the certificate of the public entry is of another key',
    );
    expect(await refusal(profile)).toContain('profile.yml:2: one.pem cannot be read (ENOENT)');
  });
});
