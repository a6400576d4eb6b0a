import { randomBytes } from 'node:crypto';
import type { SigningAlgorithm } from '@asbuilt/core/model';
import type { JWK } from 'oidc-provider';
import { keptSecret } from '../kept-secret.ts';

/** What an issuer signs with: the same at every start, so that tokens go on to hold. */
export interface IssuerKeys {
  readonly signing: JWK;
  /** Signs its cookies. */
  readonly cookie: string;
  /** Of the one client that has a secret. */
  readonly clientSecret: string;
}

/** The keys in a file; made at the first start. */
export async function issuerKeys(file: string, algorithm: SigningAlgorithm): Promise<IssuerKeys> {
  const kept: unknown = JSON.parse(await keptSecret(file, () => newKeys(algorithm)));
  if (!isKeys(kept)) throw new Error(`${file} has no keys of an issuer; remove it, and new ones are made`);
  return kept;
}

async function newKeys(alg: SigningAlgorithm): Promise<string> {
  const { calculateJwkThumbprint, exportJWK, generateKeyPair } = await import('jose');
  const { privateKey } = await generateKeyPair(alg, { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  const signing = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg, use: 'sig' };
  return JSON.stringify({ signing, cookie: secret(), clientSecret: secret() });
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function isKeys(value: unknown): value is IssuerKeys {
  return (
    typeof value === 'object' && value !== null && 'signing' in value && 'cookie' in value && 'clientSecret' in value
  );
}
