import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as client from 'openid-client';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openIssuer } from '#providers/auth/issuer-server';
import { peopleOf } from '#providers/auth/people';
import { freePort } from '../../free-port.ts';
import { scratch } from '../../sample-system.ts';
import { choose, signIn } from './sign-in.ts';

let url: string;
let keysFile: string;
let logged: string[];

beforeEach(async () => {
  keysFile = join(await scratch(), 'keys.json');
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  logged = [];
  const log = (line: string): void => void logged.push(line);
  const issuer = await openIssuer({
    keysFile,
    port,
    issuer: url,
    audience: 'harbour',
    algorithm: 'RS256',
    people: peopleOf(['mate']),
    parties: [],
    log,
  });
  onTestFinished(() => issuer.close());
});

/** An address that begins signing in, with some of its parameters changed. */
function beginning(change: Readonly<Record<string, string>>): URL {
  const address = new URL(`${url}/auth`);
  const usual = {
    client_id: 'web',
    response_type: 'code',
    redirect_uri: 'http://127.0.0.1:3000/signed-in',
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...change,
  };
  for (const [name, value] of Object.entries(usual)) if (value !== '') address.searchParams.set(name, value);
  return address;
}

/** Where a beginning leads at once, or the page that it shows. */
async function outcome(change: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(beginning(change), { redirect: 'manual' });
  return answer.headers.get('location') ?? `${answer.status} ${await answer.text()}`;
}

describe('signing in', () => {
  test('shows a page with two people of each role, which no other page may frame', async () => {
    const begun = await fetch(beginning({}), { redirect: 'manual' });
    const cookie = begun.headers.getSetCookie().map((each) => each.split(';', 1)[0]);
    const page = await fetch(new URL(begun.headers.get('location') ?? '', url), {
      headers: { cookie: cookie.join('; ') },
    });
    const text = await page.text();
    expect([...text.matchAll(/value="(.*?)"/g)].map((match) => match[1])).toEqual(['mate', 'mate-2']);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  test('gives a client with a secret its tokens, and none to who does not know it', async () => {
    const keys: unknown = JSON.parse(await readFile(keysFile, 'utf8'));
    const clientSecret =
      typeof keys === 'object' && keys !== null && 'clientSecret' in keys ? String(keys.clientSecret) : '';
    expect((await signIn({ url, person: 'mate-2', clientId: 'server', clientSecret })).claims()?.sub).toBe('mate-2');
    const wrong = signIn({ url, person: 'mate', clientId: 'server', clientSecret: 'wrong' });
    await expect(wrong).rejects.toMatchObject({ status: 401 });
  });

  test('says for whom the access token is, as the application asks', async () => {
    const tokens = await signIn({ url, person: 'mate' });
    const [, claims = ''] = tokens.access_token.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ aud: 'harbour', client_id: 'web' });
  });

  test('keeps its keys for its owner alone', async () => {
    expect((await stat(keysFile)).mode & 0o077).toBe(0);
  });
});

describe('what the issuer refuses', () => {
  test('code without PKCE, or with the plain method', async () => {
    expect(await outcome({ code_challenge: '', code_challenge_method: '' })).toContain('error=invalid_request');
    expect(await outcome({ code_challenge_method: 'plain' })).toContain('error=invalid_request');
  });

  test('other flows than code', async () => {
    for (const flow of ['token', 'id_token', 'code id_token'])
      expect(await outcome({ response_type: flow })).toContain('error=unsupported_response_type');
  });

  test('to lead to another machine', async () => {
    for (const address of ['https://evil.example/', 'http://127.0.0.1.evil.example/', 'http://127.0.0.1@evil.example/'])
      expect(await outcome({ redirect_uri: address })).toMatch(/^400 /);
  });

  test('somebody whom it does not know', async () => {
    await expect(choose(beginning({}), 'captain')).rejects.toThrow('is over or was never begun');
    expect(logged.at(-1)).toBe('Signing in failed: nobody is called "captain"');
  });

  test('a way in that nobody began', async () => {
    const answer = await fetch(`${url}/sign-in/nothing`, {
      method: 'POST',
      body: new URLSearchParams({ person: 'mate' }),
    });
    expect(answer.status).toBe(400);
  });

  test('a code twice, and then takes back what the first time gave', async () => {
    const config = await client.discovery(new URL(url), 'web', undefined, client.None(), {
      execute: [client.allowInsecureRequests],
    });
    const verifier = client.randomPKCECodeVerifier();
    const challenge = await client.calculatePKCECodeChallenge(verifier);
    const back = await choose(beginning({ code_challenge: challenge }), 'mate');
    const first = await client.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier });
    const again = client.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier });
    await expect(again).rejects.toMatchObject({ error: 'invalid_grant' });
    const refreshed = client.refreshTokenGrant(config, `${first.refresh_token}`);
    await expect(refreshed).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('a code with the verifier of another', async () => {
    const back = await choose(beginning({}), 'mate');
    const config = await client.discovery(new URL(url), 'web', undefined, client.None(), {
      execute: [client.allowInsecureRequests],
    });
    const grant = client.authorizationCodeGrant(config, back, { pkceCodeVerifier: client.randomPKCECodeVerifier() });
    await expect(grant).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});
