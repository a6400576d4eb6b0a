import type { IdentityPolicy } from '@asbuilt/core/model';
import { fetchJson } from './fetch-json.ts';

/** Where to ask for keys, or why that cannot be known now (a sentence). */
export type KeyAddress = () => Promise<URL>;

/**
 * Where an issuer has its keys: where the profile says, else where its discovery document says
 * (https://openid.net/specs/openid-connect-discovery-1_0.html). Rejects while the service that is meant is not up.
 *
 * @param serviceUrl where the service that signs people in runs here; undefined where it runs elsewhere
 */
export function keyAddress(policy: IdentityPolicy, serviceUrl: () => URL | undefined): KeyAddress {
  const { jwks, issuer } = policy;
  if (jwks !== undefined && !jwks.startsWith('/')) return () => Promise.resolve(new URL(jwks));
  return async () => {
    const service = serviceUrl();
    if (jwks !== undefined) return new URL(jwks, service ?? issuer);
    return discover(policy.issuer, service);
  };
}

async function discover(issuer: string, service: URL | undefined): Promise<URL> {
  const base = service === undefined ? issuer : new URL(new URL(issuer).pathname, service).href;
  const at = new URL(`${base.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const found = await fetchJson(at);
  const { issuer: named, jwks_uri: jwks } = isDocument(found) ? found : {};
  if (named !== issuer) throw new Error(`${at.href} is of another issuer than ${issuer}.`);
  if (typeof jwks !== 'string' || !URL.canParse(jwks)) throw new Error(`${at.href} does not say where the keys are.`);
  const url = new URL(jwks);
  if (!isSafe(url))
    throw new Error(`${at.href} says that the keys come over plain HTTP, where anybody could change them.`);
  return url;
}

function isDocument(value: unknown): value is { readonly issuer?: unknown; readonly jwks_uri?: unknown } {
  return typeof value === 'object' && value !== null;
}

function isSafe({ protocol, hostname }: URL): boolean {
  if (protocol === 'https:') return true;
  return protocol === 'http:' && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
