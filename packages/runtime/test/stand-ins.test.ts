import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { createTransport } from 'nodemailer';
import * as client from 'openid-client';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import type { RunningSystem } from '../src/index.ts';
import { keptMails } from '../src/providers/email/mail-files.ts';
import { freePort } from './free-port.ts';
import { signIn } from './providers/auth/sign-in.ts';
import { oneService, running, type Sample, sample } from './sample-system.ts';

/** Web, which the profile binds, and a service of every kind that something can stand in for. */
const overview = `# Overview

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Web | pages | HTML | HTTP |
| Auth | who is who | OpenID Connect | OAuth 2.0 |
| Store | files | S3 API | HTTP |
| Post | mail | mail | SMTP |
| Database | data | SQL | Postgres protocol |
| Berths | places | REST, contracts/berths.json | HTTP |
| Cache | short memory | RESP | Redis protocol |

## Data Flow

**Request Flow:**
1. User → Web (opens a page)
2. Web → Auth (who is it)
3. Auth → Web (answer)
4. Web → Store (file)
5. Store → Web (answer)
6. Web → Post (mail)
7. Post → Web (answer)
8. Web → Database (query)
9. Database → Web (rows)
10. Web → Berths (asks)
11. Berths → Web (answer)
12. Web → Cache (asks)
13. Cache → Web (answer)
14. Web → User (page)

## Security Model

**Authorization:**

- Role-based access control (RBAC)
- Deckhand → Captain roles
`;

const edges =
  '{ Auth: AUTH_URL, Store: STORE_URL, Post: SMTP_URL, Database: DB, Berths: BERTHS_URL, Cache: REDIS_URL }';
const profile = `
http_port: PORT
services:
  Web:
    command: node server.mjs
    health: /health
    edges: ${edges}
    env: { AWS_REGION: eu-central-1 }
`;

type Variables = Readonly<Record<string, string>>;

/** What a service is told by its environment. */
async function variablesOf(live: RunningSystem): Promise<Variables> {
  const body: unknown = await (await fetch(`${live.entryUrl}/`)).json();
  if (typeof body !== 'object' || body === null || !('env' in body))
    throw new Error('Web did not show its environment');
  return Object.fromEntries(Object.entries(Object(body.env)).map(([name, value]) => [name, String(value)]));
}

function valueOf(variables: Variables, name: string): string {
  const value = variables[name];
  if (value === undefined) throw new Error(`Web was not told ${name}`);
  return value;
}

async function up(change = ''): Promise<{ system: Sample; live: RunningSystem; variables: Variables }> {
  const system = await sample(`${profile}${change}`, { overview });
  await mkdir(join(system.directory, 'contracts'));
  const contract = {
    openapi: '3.1.1',
    paths: {
      '/berths/{id}': { get: { responses: { 200: { content: { 'application/json': { example: { id: 7 } } } } } } },
    },
  };
  await writeFile(join(system.directory, 'contracts', 'berths.json'), JSON.stringify(contract));
  const live = await running(system);
  return { system, live, variables: await variablesOf(live) };
}

describe('services that the profile does not bind', () => {
  test('are told of where their contract is not there to answer from', async () => {
    const system = await sample('http_port: PORT', oneService);
    await running(system);
    expect(system.said.slice(0, 2)).toEqual([
      'Web has no binding: a stand-in answers (with the examples of docs/openapi/web.json)',
      'There is no docs/openapi/web.json yet, so every call of Web is answered 501; write it, or bind Web in the profile',
    ]);
  });

  test('are answered for by stand-ins, each told of, in the status, and found by its callers through edges', async () => {
    const { system, live, variables } = await up();
    expect(system.said.filter((sentence) => sentence.includes('no binding'))).toEqual([
      'Auth has no binding: a stand-in answers (an OpenID Connect issuer where one signs in as deckhand or captain)',
      'Store has no binding: a stand-in answers (an S3-compatible store on disk)',
      'Post has no binding: a stand-in answers (a mail server that keeps every mail and delivers none)',
      'Database has no binding: a stand-in answers (an embedded PostgreSQL)',
      'Berths has no binding: a stand-in answers (with the examples of contracts/berths.json)',
      'Cache has no binding, and nothing that could stand in for it; say in profile.yml where it runs',
    ]);
    expect(live.status().services.map(({ name, state, standIn }) => [name, state, standIn])).toEqual([
      ['Web', 'healthy', undefined],
      ['Auth', 'healthy', 'oidc'],
      ['Store', 'healthy', 's3'],
      ['Post', 'healthy', 'smtp'],
      ['Database', 'healthy', 'postgres'],
      ['Berths', 'healthy', 'contract'],
      ['Cache', 'unbound', undefined],
    ]);

    await sendsMail(system, variables);
    await keepsFiles(variables);
    await signsIn(variables);
    const answer = await fetch(`${variables['BERTHS_URL']}/berths/7`);
    expect([answer.status, await answer.json()]).toEqual([200, { id: 7 }]);
    const database = new Client(variables['DB']);
    await database.connect();
    expect((await database.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await database.end();

    const calls = Object.fromEntries(live.status().edges.map(({ name, requests }) => [name, requests]));
    expect(calls).toMatchObject({ 'Web → Post': 1, 'Web → Store': 2, 'Web → Berths': 1 });
    for (const edge of ['Web → Auth', 'Web → Database']) expect(calls[edge]).toBeGreaterThan(1);
    await live.stop();
    await expect(fetch(`${variables['OIDC_ISSUER']}/jwks`)).rejects.toThrow('fetch failed');
    expect(
      system.said.filter((sentence) => /(?:Auth|Store|Post|Berths|Database) is stopped/.test(sentence)),
    ).toHaveLength(5);
  });

  test('find what they kept again at the next start: keys, files, mails and the address of the issuer', async () => {
    const { system, live, variables } = await up();
    await store(variables).fetch(`${variables['STORE_URL']}/bucket/kept`, { method: 'PUT', body: 'still here' });
    const keys = await jwks(variables);
    await live.stop();
    const again = await running(system);
    const after = await variablesOf(again);
    expect(after['OIDC_ISSUER']).toBe(variables['OIDC_ISSUER']);
    expect(await jwks(after)).toEqual(keys);
    expect(await (await store(after).fetch(`${after['STORE_URL']}/bucket/kept`)).text()).toBe('still here');
  });

  test('are not answered for where the profile wants no stand-ins', async () => {
    const { system, live, variables } = await up('stand_ins: false\n');
    expect(system.said.filter((sentence) => sentence.includes('no binding'))).toEqual([]);
    expect(live.status().services.filter(({ state }) => state === 'unbound')).toHaveLength(6);
    expect((await fetch(`${variables['BERTHS_URL']}/berths/7`)).status).toBe(503);
    expect(variables).not.toHaveProperty('OIDC_ISSUER');
  });

  test('have the issuer that the profile names, whose tokens the entry believes', async () => {
    const port = await freePort();
    const issuer = `http://127.0.0.1:${port}`;
    const routes = '{ "/captains": captain, "/**": signed-in }';
    const { live, variables } = await upWithIssuer(issuer, routes);
    expect(variables['OIDC_ISSUER']).toBe(issuer);
    expect((await fetch(`${live.entryUrl}/`)).status).toBe(401);
    const { access_token: deckhand } = await signIn({ url: valueOf(variables, 'AUTH_URL'), person: 'deckhand' });
    const asked = (path: string, token: string): Promise<Response> =>
      fetch(`${live.entryUrl}${path}`, { headers: { authorization: `Bearer ${token}` } });
    expect((await asked('/', deckhand)).status).toBe(200);
    expect((await asked('/captains', deckhand)).status).toBe(403);
    const { access_token: captain } = await signIn({ url: valueOf(variables, 'AUTH_URL'), person: 'captain-2' });
    expect((await asked('/captains', captain)).status).toBe(200);
  });

  test('an issuer that the profile binds has the roles of section 10, and the tokens that the entry believes', async () => {
    const auth = [
      'auth:',
      '  audience: harbour',
      '  parties: https://app.example.com',
      '  roles_claim: realm.roles',
      '  algorithms: [ES256]',
      '  routes: { "/captains": captain, "/crews/{crew}/**": owner or captain, "/**": signed-in }',
    ];
    const bound = profile.replace('services:', 'services:\n  Auth: { provider: oidc }');
    const live = await running(await sample(`${bound}${auth.join('\n')}\n`, { overview }));
    const web = live.status().services.find(({ name }) => name === 'Web');
    const variables = await variablesOf({ ...live, entryUrl: `http://${web?.address}` });
    const tokenOf = async (person: string): Promise<string> => {
      const clientId = 'https://app.example.com';
      return (await signIn({ url: valueOf(variables, 'AUTH_URL'), person, clientId, algorithm: 'ES256' })).access_token;
    };
    const [deckhand, captain] = [await tokenOf('deckhand'), await tokenOf('captain')];
    const status = async (path: string, token: string): Promise<number> =>
      (await fetch(`${live.entryUrl}${path}`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect([await status('/', deckhand), await status('/captains', deckhand)]).toEqual([200, 403]);
    expect([await status('/crews/deckhand/7', deckhand), await status('/crews/captain/7', deckhand)]).toEqual([
      200, 403,
    ]);
    expect([await status('/captains', captain), await status('/crews/deckhand/7', captain)]).toEqual([200, 200]);
    expect(live.status().services.find(({ name }) => name === 'Auth')?.standIn).toBeUndefined();
  });

  test('do not come up as an issuer whose port is taken', async () => {
    const server = createServer();
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await expect(upWithIssuer(`http://127.0.0.1:${port}`, '{ "/**": signed-in }')).rejects.toThrow(
      `port ${port}, where Auth is to be the issuer http://127.0.0.1:${port}, is taken; stop what has it`,
    );
    await new Promise((settle) => server.close(settle));
  });
});

/** A system whose entry knows its callers; its service is asked past the entry. */
async function upWithIssuer(issuer: string, routes: string): Promise<{ live: RunningSystem; variables: Variables }> {
  const auth = `auth: { issuer: "${issuer}", audience: harbour, routes: ${routes} }\n`;
  const system = await sample(`${profile}${auth}`, { overview });
  const live = await running(system);
  const web = live.status().services.find(({ name }) => name === 'Web');
  return { live, variables: await variablesOf({ ...live, entryUrl: `http://${web?.address}` }) };
}

async function sendsMail(system: Sample, variables: Variables): Promise<void> {
  const post = createTransport(variables['SMTP_URL']);
  await post.sendMail({ from: 'web@example.com', to: 'mate@example.com', subject: 'Ahoy', text: 'All aboard.' });
  post.close();
  const kept = await keptMails(join(system.directory, '.asbuilt', 'stand-ins', 'Post', 'mails'));
  expect(kept).toMatchObject([
    { from: 'web@example.com', to: ['mate@example.com'], subject: 'Ahoy', text: 'All aboard.\n' },
  ]);
}

function store(variables: Variables): AwsClient {
  return new AwsClient({
    accessKeyId: valueOf(variables, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: valueOf(variables, 'AWS_SECRET_ACCESS_KEY'),
    service: 's3',
    region: valueOf(variables, 'AWS_REGION'),
    retries: 0,
  });
}

async function keepsFiles(variables: Variables): Promise<void> {
  expect([variables['AWS_ENDPOINT_URL_S3'], variables['AWS_REGION']]).toEqual([variables['STORE_URL'], 'eu-central-1']);
  const url = `${variables['STORE_URL']}/bucket/chart.txt`;
  expect((await store(variables).fetch(url, { method: 'PUT', body: 'north' })).status).toBe(200);
  expect(await (await store(variables).fetch(url)).text()).toBe('north');
}

async function signsIn(variables: Variables): Promise<void> {
  const tokens = await signIn({ url: valueOf(variables, 'AUTH_URL'), person: 'captain' });
  const keys = createRemoteJWKSet(new URL(`${variables['AUTH_URL']}/jwks`));
  const { payload } = await jwtVerify(tokens.access_token, keys, {
    issuer: valueOf(variables, 'OIDC_ISSUER'),
    audience: 'api',
  });
  expect(payload).toMatchObject({ sub: 'captain', roles: ['captain'] });
  expect(tokens.claims()).toMatchObject({ sub: 'captain', roles: ['captain'], email: 'captain@example.com' });
  const next = await client.refreshTokenGrant(tokens.config, `${tokens.refresh_token}`);
  expect(next.refresh_token).not.toBe(tokens.refresh_token);
  await expect(client.refreshTokenGrant(tokens.config, `${tokens.refresh_token}`)).rejects.toMatchObject({
    error: 'invalid_grant',
  });
}

async function jwks(variables: Variables): Promise<unknown> {
  return (await fetch(`${variables['AUTH_URL']}/jwks`)).json();
}
