import { type IdentityPolicy, parseDemand, parseRoute, type RoutePolicy } from '@asbuilt/core/model';
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  SignJWT,
} from 'jose';
import { openIdentities } from '#identity/identities';
import { keyAddress } from '#identity/key-address';
import { openEdge, startService, type TestEdge, type TestService } from './kit.ts';

/** A key of an issuer, with its public half as the issuer shows it. */
export interface TestKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
  readonly pem: string;
}

export async function newKey(kid: string, alg = 'RS256'): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  return { kid, privateKey, publicKey, jwk, pem: await exportSPKI(publicKey) };
}

/** An issuer of tokens that runs for one test. */
export interface TestIssuer {
  readonly url: string;
  readonly service: TestService;
  /** Shows these keys from now on. */
  show(...keys: readonly TestKey[]): void;
  /** What it was asked for. */
  readonly asked: readonly string[];
}

export async function startIssuer(...first: readonly TestKey[]): Promise<TestIssuer> {
  let keys = first;
  const asked: string[] = [];
  const service = await startService((request, response) => {
    asked.push(request.url ?? '');
    const url = `http://127.0.0.1:${service.address.port}`;
    if (request.url === '/.well-known/openid-configuration')
      response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/keys` }));
    else if (request.url === '/keys') response.end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
    else response.writeHead(404).end();
  });
  return {
    url: `http://127.0.0.1:${service.address.port}`,
    service,
    show: (...shown) => {
      keys = shown;
    },
    asked,
  };
}

export interface Written {
  readonly header?: JWTHeaderParameters;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Seconds from now on. */
  readonly lastsS?: number;
  /** Does not say by which key it is signed. */
  readonly isUnnamed?: boolean;
}

/** A token as the issuer makes it, but for what is said otherwise. A claim that is `undefined` is left out. */
export function tokenBy(
  issuer: string,
  key: TestKey,
  { header, claims, lastsS = 3600, isUnnamed = false }: Written = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const whole = { iss: issuer, aud: 'harbour', sub: 'ada', iat: now, exp: now + lastsS, roles: ['user'], ...claims };
  return new SignJWT(JSON.parse(JSON.stringify(whole)))
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(isUnnamed ? {} : { kid: key.kid }), ...header })
    .sign(key.privateKey);
}

export function routes(lines: Readonly<Record<string, string>>): readonly RoutePolicy[] {
  return Object.entries(lines).map(([text, allows]) => {
    const pattern = parseRoute(text);
    const demand = parseDemand(allows);
    if (pattern === undefined || demand === undefined) throw new Error(`${text}: ${allows} is no route`);
    return { text, pattern, demand };
  });
}

export function policyOf(issuer: string, change: Partial<IdentityPolicy> = {}): IdentityPolicy {
  return {
    issuer,
    audience: ['harbour'],
    parties: [],
    algorithms: ['RS256', 'ES256', 'EdDSA'],
    rolesClaims: ['roles'],
    clockSkewMs: 5000,
    keysLastMs: 3_600_000,
    roles: ['user', 'admin'],
    routes: [],
    ...change,
  };
}

/** An entry that knows its callers, and the requests that its service got. */
export interface GuardedEntry {
  readonly edge: TestEdge;
  readonly seen: readonly string[][];
}

export async function openGuarded(
  identity: IdentityPolicy,
  guard: Partial<NonNullable<TestEdge['plan']['guard']>> = {},
): Promise<GuardedEntry> {
  const seen: string[][] = [];
  const service = await startService((request, response) => {
    seen.push([request.method ?? '', request.url ?? '', ...request.rawHeaders]);
    request.resume().on('end', () => response.end('answer'));
  });
  const edge = await openEdge({
    name: 'User → API',
    entry: true,
    target: service.target,
    guard: { trustedProxies: 0, identity, ...guard },
    identify: ({ now, telemetry }) =>
      openIdentities({ policy: identity, address: keyAddress(identity, () => undefined), now, log: telemetry.log }),
  });
  return { edge, seen };
}

/** What a service got under a name, in the order in which it came. */
export function headerOf(seen: readonly string[] | undefined, name: string): readonly string[] {
  return (seen ?? [])
    .slice(2)
    .flatMap((value, index, all) => (index % 2 === 1 && all[index - 1]?.toLowerCase() === name ? [value] : []));
}
