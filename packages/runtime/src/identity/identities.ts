import { randomBytes } from 'node:crypto';
import { TokenCache } from '@asbuilt/core/mechanisms';
import type { IdentityPolicy, Milliseconds } from '@asbuilt/core/model';
import type * as Jose from 'jose';
import type { Logger } from '#telemetry/logger';
import { type Identity, identityOf } from './identity.ts';
import type { KeyAddress } from './key-address.ts';
import { Keys, type KnownKeys } from './keys.ts';
import { hasNameTwice } from './named-twice.ts';
import { faultOfForm, headerOf, textOfPart } from './token-form.ts';
import { faultOfUse } from './token-use.ts';

/** What a token was found to be. */
export type TokenVerdict =
  | { readonly kind: 'holds'; readonly identity: Identity }
  /** @property reason for the client, in ASCII, without a full stop */
  | { readonly kind: 'invalid'; readonly reason: string }
  /** No keys are to be had by which one could tell. */
  | { readonly kind: 'unavailable'; readonly retryAfterMs: Milliseconds };

/** Why nobody is known to make a call that has a token. */
export type TokenTrouble = Exclude<TokenVerdict, { kind: 'holds' }>;

export interface IdentitiesOptions {
  readonly policy: IdentityPolicy;
  readonly address: KeyAddress;
  readonly now: () => Milliseconds;
  readonly log: Logger;
}

/** Opens what knows the callers of a system by the tokens of their issuer. */
export async function openIdentities(options: IdentitiesOptions): Promise<Identities> {
  return new Identities(options, await import('jose'));
}

/** By what a token is looked over. */
interface Looking {
  readonly keys: KnownKeys;
  readonly skewMs: Milliseconds;
}

/** Tells of tokens whose they are. A token that was found to hold is remembered until it expires, or the issuer's keys change. */
export class Identities {
  readonly policy: IdentityPolicy;
  readonly #options: IdentitiesOptions;
  readonly #jose: typeof Jose;
  readonly #keys: Keys;
  readonly #cache = new TokenCache<Identity>();
  readonly #aliasKey = randomBytes(32);

  constructor(options: IdentitiesOptions, jose: typeof Jose) {
    this.policy = options.policy;
    this.#options = options;
    this.#jose = jose;
    this.#keys = new Keys({
      address: options.address,
      lastMs: options.policy.keysLastMs,
      now: options.now,
      log: options.log,
      finderOf: (keys) => jose.createLocalJWKSet(keys),
      onChange: () => this.#cache.clear(),
    });
  }

  /** Whose token it is, if it was found to hold before and still does. */
  known(token: string, now: Milliseconds): Identity | undefined {
    const identity = this.#cache.get(token, now);
    if (identity === undefined) return undefined;
    this.#keys.refresh(now);
    return this.#keys.isGood(now) ? identity : undefined;
  }

  /** Asks for the issuer's keys before anybody needs them. */
  warmUp(): void {
    this.#keys.refresh(this.#options.now());
  }

  /**
   * Looks a token over: its form, its signature, what it says. Never rejects.
   *
   * @param skewMs by how much the clock is wrong on purpose: what is found by it is not remembered
   */
  async verify(token: string, skewMs: Milliseconds = 0): Promise<TokenVerdict> {
    const fault = faultOfForm(token, this.policy.algorithms);
    if (fault !== undefined) return { kind: 'invalid', reason: fault };
    const keys = await this.#keys.current();
    if (keys === undefined) return { kind: 'unavailable', retryAfterMs: this.#keys.waitMs };
    const first = await this.#check(token, keys, skewMs);
    if (first !== 'unknown-key') return first;
    const other = await this.#keys.afterUnknown();
    const second = other === undefined ? first : await this.#check(token, other, skewMs);
    return second === 'unknown-key'
      ? { kind: 'invalid', reason: 'The token is signed with a key that is not known' }
      : second;
  }

  async #check(token: string, keys: KnownKeys, skewMs: Milliseconds): Promise<TokenVerdict | 'unknown-key'> {
    try {
      const holds = keys.proven.holds(token);
      if (holds === false) return signatureFails;
      const payload = holds ? this.#claimsOf(token, keys, skewMs) : await this.#lookOver(token, keys, skewMs);
      return this.#accept(token, payload, { keys, skewMs });
    } catch (error) {
      return this.#explain(error);
    }
  }

  /** All of a token. */
  async #lookOver(token: string, keys: KnownKeys, skewMs: Milliseconds): Promise<Jose.JWTPayload> {
    const options = { ...this.#demands(keys, skewMs), algorithms: [...this.policy.algorithms] };
    try {
      const { payload, protectedHeader, key } = await this.#jose.jwtVerify(token, keys.find, options);
      keys.proven.note(token, protectedHeader.alg, key);
      return payload;
    } catch (error) {
      if (!(error instanceof this.#jose.errors.JWKSMultipleMatchingKeys)) throw error;
      return this.#tryEach(token, error, options);
    }
  }

  /** A token that does not say by which of several keys it is signed. Its header tells nothing about the next such token. */
  async #tryEach(
    token: string,
    keys: AsyncIterable<Jose.CryptoKey>,
    options: Jose.JWTVerifyOptions,
  ): Promise<Jose.JWTPayload> {
    const { JWSSignatureVerificationFailed: NotThisKey } = this.#jose.errors;
    for await (const key of keys) {
      const found = await this.#jose.jwtVerify(token, key, options).catch((error: unknown) => {
        if (!(error instanceof NotThisKey)) throw error;
      });
      if (found !== undefined) return found.payload;
    }
    throw new NotThisKey();
  }

  /** What a token says whose signature was found to hold; the same is asked of it, so it is given to `jose` without. */
  #claimsOf(token: string, keys: KnownKeys, skewMs: Milliseconds): Jose.JWTPayload {
    const claims = token.slice(token.indexOf('.'), token.lastIndexOf('.') + 1);
    return this.#jose.UnsecuredJWT.decode(`${noSignature}${claims}`, this.#demands(keys, skewMs)).payload;
  }

  #demands({ issuer }: KnownKeys, skewMs: Milliseconds): Jose.JWTClaimVerificationOptions {
    const { audience, clockSkewMs } = this.policy;
    return {
      issuer,
      ...(audience.length > 0 && { audience: [...audience] }),
      clockTolerance: clockSkewMs / 1000,
      currentDate: new Date(this.#options.now() + skewMs),
      requiredClaims: ['sub', 'exp'],
    };
  }

  #accept(token: string, payload: Jose.JWTPayload, { keys, skewMs }: Looking): TokenVerdict {
    const reason = this.#faultOfClaims(payload, skewMs) ?? faultOfUse(headerOf(token) ?? {}, payload);
    if (reason !== undefined) return { kind: 'invalid', reason };
    if (hasNameTwice(textOfPart(token, 0)) || hasNameTwice(textOfPart(token, 1)))
      return { kind: 'invalid', reason: 'The token says something twice' };
    const { clockSkewMs, rolesClaims } = this.policy;
    const { sub = '', exp = 0 } = payload;
    const identity = identityOf(payload, sub, rolesClaims, this.#aliasKey);
    // With keys that the issuer has given up meanwhile, it holds for this call only.
    if (skewMs === 0 && this.#keys.isCurrent(keys)) this.#cache.put(token, identity, exp * 1000 + clockSkewMs);
    return { kind: 'holds', identity };
  }

  /** What `jose` does not look at. */
  #faultOfClaims({ azp, client_id: client, iat, sub, exp }: Jose.JWTPayload, skewMs: Milliseconds): string | undefined {
    const { parties, clockSkewMs } = this.policy;
    // Access tokens of RFC 9068 name their application otherwise than those of OpenID Connect.
    if (parties.length > 0 && !parties.some((party) => party === (azp ?? client)))
      return 'The token was made for another application';
    if (iat !== undefined && iat * 1000 > this.#options.now() + skewMs + clockSkewMs)
      return 'The token was made in the future';
    if (typeof sub !== 'string' || sub.trim() === '') return nobodys;
    // JSON has numbers that are too large to be one.
    return Number.isFinite(exp) ? undefined : endless;
  }

  #explain(error: unknown): TokenVerdict | 'unknown-key' {
    const { errors } = this.#jose;
    if (error instanceof errors.JWKSNoMatchingKey) return 'unknown-key';
    if (error instanceof errors.JWTExpired) return { kind: 'invalid', reason: 'The token has expired' };
    if (error instanceof errors.JWTClaimValidationFailed)
      return { kind: 'invalid', reason: reasonsByClaim[error.claim] ?? 'The token says something that does not hold' };
    if (error instanceof errors.JWSSignatureVerificationFailed) return signatureFails;
    if (!(error instanceof errors.JOSEError))
      this.#options.log.warn({ err: error }, 'A token could not be looked over.');
    return { kind: 'invalid', reason: 'The token cannot be read' };
  }
}

const signatureFails: TokenVerdict = { kind: 'invalid', reason: 'The signature of the token does not hold' };
/** The header of a JWT without a signature. */
const noSignature = Buffer.from('{"alg":"none"}').toString('base64url');

const nobodys = 'The token does not say whose it is';
const endless = 'The token does not say until when it holds';
const reasonsByClaim: Readonly<Record<string, string>> = {
  iss: 'The token is of another issuer',
  aud: 'The token was made for another audience',
  nbf: 'The token does not hold yet',
  sub: nobodys,
  exp: endless,
};
