import type { IdentityPolicy } from '@asbuilt/core/model';
import { fetchJson } from './fetch-json.ts';

/** Where an issuer has its keys, and what it calls itself. */
export interface KeyPlace {
  readonly url: URL;
  readonly issuer: string;
}

/** Finds out where to ask for keys. Rejects while that cannot be known. */
export type KeyAddress = () => Promise<KeyPlace>;

/**
 * Where an issuer has its keys: where the profile says, else where its discovery document says
 * (https://openid.net/specs/openid-connect-discovery-1_0.html). Rejects while the service that is meant is not up.
 *
 * @param serviceUrl where the service that signs people in runs here; undefined where it runs elsewhere
 */
export function keyAddress(policy: IdentityPolicy, serviceUrl: () => URL | undefined): KeyAddress {
  const { jwks, issuer } = policy;
  if (issuer !== undefined && jwks !== undefined && !jwks.startsWith('/'))
    return () => Promise.resolve({ url: new URL(jwks), issuer });
  return async () => {
    const service = serviceUrl();
    if (issuer !== undefined && jwks !== undefined) return { url: new URL(jwks, service ?? issuer), issuer };
    return discover(issuer, service);
  };
}

async function discover(issuer: string | undefined, service: URL | undefined): Promise<KeyPlace> {
  const base = baseOf(issuer, service);
  const at = new URL(`${base.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const found = await fetchJson(at);
  const { issuer: named, jwks_uri: jwks } = isDocument(found) ? found : {};
  if (typeof named !== 'string' || (issuer !== undefined && named !== issuer))
    throw new Error(`${at.href} is of another issuer than ${issuer ?? 'one that says its name'}.`);
  if (typeof jwks !== 'string' || !URL.canParse(jwks)) throw new Error(`${at.href} does not say where the keys are.`);
  const url = new URL(jwks);
  if (!isSafe(url))
    throw new Error(`${at.href} says that the keys come over plain HTTP, where anybody could change them.`);
  return { url, issuer: named };
}

/** At the service itself where that is the issuer: nobody stands between. */
function baseOf(issuer: string | undefined, service: URL | undefined): string {
  if (service !== undefined && (issuer === undefined || isOfThisMachine(new URL(issuer))))
    return new URL(issuer === undefined ? '/' : new URL(issuer).pathname, service).href;
  if (issuer !== undefined) return issuer;
  throw new Error('The service that signs people in does not run here, and nothing says whose tokens count.');
}

function isDocument(value: unknown): value is { readonly issuer?: unknown; readonly jwks_uri?: unknown } {
  return typeof value === 'object' && value !== null;
}

function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || isOfThisMachine(url);
}

function isOfThisMachine({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
