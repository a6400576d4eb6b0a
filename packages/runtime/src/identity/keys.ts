import { KeyLease } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import type { Logger } from '#telemetry/logger';
import { fetchJson } from './fetch-json.ts';
import type { KeyAddress } from './key-address.ts';
import { ProvenKeys } from './proven-keys.ts';

const freshMs: Milliseconds = 600_000;
const pauseMs: Milliseconds = 10_000;

/** What tokens are held against. */
export interface KnownKeys {
  readonly find: JWTVerifyGetKey;
  /** What the issuer calls itself. */
  readonly issuer: string;
  /** Those among them that a token was found to hold by. */
  readonly proven: ProvenKeys;
}

export interface KeysOptions {
  readonly address: KeyAddress;
  /** How long known keys are good while the issuer does not answer. */
  readonly lastMs: Milliseconds;
  readonly now: () => Milliseconds;
  readonly log: Logger;
  /** Makes of a key set what finds the key of a token. */
  readonly finderOf: (keys: JSONWebKeySet) => JWTVerifyGetKey;
  /** The issuer has other keys now: what was found with those before counts no more. */
  readonly onChange: () => void;
}

/** The public keys of an issuer, asked for when they are needed or old, and kept while the issuer does not answer. */
export class Keys {
  readonly #options: KeysOptions;
  readonly #lease: KeyLease;
  #known = '';
  #current: KnownKeys | undefined;
  #asking: Promise<void> | undefined;

  constructor(options: KeysOptions) {
    this.#options = options;
    this.#lease = new KeyLease({ freshMs, lastMs: options.lastMs, pauseMs });
  }

  /** Those that are known; undefined where none are good. Asks the issuer where the keys are none, or old. */
  async current(): Promise<KnownKeys | undefined> {
    const now = this.#options.now();
    if (this.#lease.isStale(now)) this.#ask(now);
    if (!this.#lease.isGood(now)) await this.#asking;
    return this.isGood(this.#options.now()) ? this.#current : undefined;
  }

  /** The same after a token that names a key which is not known; undefined where asking again has brought nothing new. */
  async afterUnknown(): Promise<KnownKeys | undefined> {
    const before = this.#current;
    this.#ask(this.#options.now());
    await this.#asking;
    return this.#current === before || !this.isGood(this.#options.now()) ? undefined : this.#current;
  }

  /** Whether tokens that were found to hold still do. */
  isGood(now: Milliseconds): boolean {
    return this.#lease.isGood(now);
  }

  /** Whether keys are those that the issuer has now. */
  isCurrent(keys: KnownKeys): boolean {
    return this.#current === keys;
  }

  /** Asks again in good time, so that nobody has to wait for it. */
  refresh(now: Milliseconds): void {
    if (this.#lease.isStale(now)) this.#ask(now);
  }

  /** How long until the issuer may be asked again. */
  get waitMs(): Milliseconds {
    return this.#lease.waitMs(this.#options.now());
  }

  #ask(now: Milliseconds): void {
    if (this.#asking !== undefined || !this.#lease.attempt(now)) return;
    this.#asking = this.#load()
      .catch((error: unknown) =>
        this.#options.log.warn({ err: error }, 'The issuer of tokens did not say which keys it has.'),
      )
      .finally(() => {
        this.#asking = undefined;
      });
  }

  async #load(): Promise<void> {
    const { address, finderOf, now, onChange } = this.#options;
    const { url, issuer } = await address();
    const keys = await fetchJson(url);
    if (!isKeySet(keys)) throw new Error(`${url.href} answered no key set.`);
    const text = JSON.stringify([issuer, keys]);
    if (text !== this.#known) {
      this.#current = { find: finderOf(keys), issuer, proven: new ProvenKeys() };
      this.#known = text;
      onChange();
    }
    this.#lease.renew(now());
  }
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys);
}
