import type { Milliseconds } from '#model/index';

interface Entry<T> {
  readonly key: string;
  readonly token: string;
  readonly value: T;
  /** When it stops to count. */
  readonly until: Milliseconds;
  newer: Entry<T> | undefined;
  older: Entry<T> | undefined;
}

/** Of a token's end, which is a part of its signature: as good as chance. */
const keyLength = 32;
/** Some megabytes of tokens. */
const usualEntries = 10_000;

/**
 * What tokens were found to say, the last used ones of them: checking a signature takes as long as hundreds of look-ups.
 * They are found by the end of their signature, so that not all of a token has to be hashed, and compared as a whole.
 *
 * Time comes as an argument, in milliseconds from any fixed point.
 */
export class TokenCache<T> {
  readonly #maxEntries: number;
  readonly #entries = new Map<string, Entry<T>>();
  #newest: Entry<T> | undefined;
  #oldest: Entry<T> | undefined;

  /** Throws a `RangeError` where there is no room for any token. */
  constructor(maxEntries: number = usualEntries) {
    if (!(maxEntries >= 1)) throw new RangeError(`A token cache must hold a token or more, not ${maxEntries}.`);
    this.#maxEntries = maxEntries;
  }

  /** What a token says, unless it is unknown or its time is over. */
  get(token: string, now: Milliseconds): T | undefined {
    const entry = this.#entries.get(token.slice(-keyLength));
    if (entry === undefined || entry.token !== token) return undefined;
    if (now >= entry.until) {
      this.#remove(entry);
      return undefined;
    }
    if (entry !== this.#newest) {
      this.#unlink(entry);
      this.#link(entry);
    }
    return entry.value;
  }

  /** Remembers what a token says until its time is over, and forgets the one that was used longest ago if there is no room. */
  put(token: string, value: T, until: Milliseconds): void {
    const key = token.slice(-keyLength);
    const known = this.#entries.get(key);
    if (known !== undefined) this.#remove(known);
    const entry: Entry<T> = { key, token, value, until, newer: undefined, older: undefined };
    this.#entries.set(key, entry);
    this.#link(entry);
    if (this.#entries.size > this.#maxEntries && this.#oldest !== undefined) this.#remove(this.#oldest);
  }

  /** Forgets all: with other keys, other tokens hold. */
  clear(): void {
    this.#entries.clear();
    this.#newest = undefined;
    this.#oldest = undefined;
  }

  /** Tokens that are remembered. */
  get size(): number {
    return this.#entries.size;
  }

  #remove(entry: Entry<T>): void {
    this.#entries.delete(entry.key);
    this.#unlink(entry);
  }

  #link(entry: Entry<T>): void {
    entry.newer = undefined;
    entry.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = entry;
    else this.#newest.newer = entry;
    this.#newest = entry;
  }

  #unlink({ newer, older }: Entry<T>): void {
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
  }
}
