import { usefulForMs } from '@asbuilt/core/mechanisms';
import type { Bytes, CacheTierPolicy, Milliseconds } from '@asbuilt/core/model';
import { LRUCache } from 'lru-cache';
import type { Ask } from './ask.ts';
import { bytesOf, type KeptAnswer, type TierEntry, variantOf } from './kept-answer.ts';
import { type Terms, timesIn } from './terms.ts';

/** What is kept of one address: its variants, the newest first. */
interface Kept {
  readonly path: string;
  readonly variants: readonly TierEntry[];
}

const usualBytes: Bytes = 64 * 1024 * 1024;
/** Of one address: a header that has another value each time would fill a cache. */
const maxVariants = 16;
/** Answers whose origin says nothing about errors are kept for so long for the case that it fails. */
const forErrorsMs: Milliseconds = 24 * 60 * 60 * 1000;

/** A cache that many users share; it holds a bounded number of bytes, and drops first what was not asked for the longest. */
export class Tier {
  readonly policy: CacheTierPolicy;
  readonly #kept: LRUCache<string, Kept>;
  readonly #onErrorMs: Milliseconds;
  /** The addresses that have a path and query in common: they differ in host. */
  readonly #byTarget = new Map<string, Set<string>>();

  /** @param staleIfError whether answers are given beyond their time while the origin fails, unless it forbids that */
  constructor(policy: CacheTierPolicy, staleIfError: boolean) {
    this.policy = policy;
    this.#kept = new LRUCache({
      maxSize: policy.maxBytes ?? usualBytes,
      dispose: ({ path }, key, reason) => {
        if (reason !== 'set') this.#forget(path, key);
      },
    });
    this.#onErrorMs = staleIfError ? forErrorsMs : 0;
  }

  /** The variant of an address that a request asks for; 'other' if there are others only. */
  find(ask: Ask): TierEntry | 'other' | undefined {
    const kept = this.#kept.get(ask.key);
    if (kept === undefined) return undefined;
    return kept.variants.find(({ answer }) => answer.variant === variantOf(ask, answer.terms.vary)) ?? 'other';
  }

  /** Whether the tier is for answers of such terms. */
  takes(terms: Terms): boolean {
    return timesIn(terms, this.policy, this.#onErrorMs) !== undefined;
  }

  /** Keeps an answer, if the tier is for it. Says whether it may be given to others at once. */
  keep(ask: Ask, answer: KeptAnswer, now: Milliseconds): boolean {
    const times = timesIn(answer.terms, this.policy, this.#onErrorMs);
    if (times === undefined) return false;
    const { bornAt, hasValidator } = answer.terms;
    if (!hasValidator && now - bornAt >= usefulForMs(times)) return false;
    const others = this.#kept.peek(ask.key)?.variants.filter((entry) => entry.answer.variant !== answer.variant) ?? [];
    const variants = [{ answer, times }, ...others].slice(0, maxVariants);
    this.#kept.set(ask.key, { path: ask.path, variants }, { size: sizeOf(variants) });
    const isKept = this.#kept.has(ask.key);
    if (isKept) this.#remember(ask);
    else this.#forget(ask.path, ask.key);
    return isKept && now - bornAt < times.freshMs;
  }

  /** Drops what is kept of an address. */
  drop(key: string): boolean {
    return this.#kept.delete(key);
  }

  /** Drops what is kept of a path with its query, whichever host it was asked at, and says of how many addresses. */
  dropTarget(target: string): number {
    const keys = [...(this.#byTarget.get(target) ?? [])];
    return keys.filter((key) => this.drop(key)).length;
  }

  /** Drops all variants for which something holds, and says how many these were. */
  dropWhere(holds: (path: string, answer: KeptAnswer) => boolean): number {
    let dropped = 0;
    const before = Array.from(this.#kept.entries());
    for (const [key, { path, variants }] of before) {
      const left = variants.filter(({ answer }) => !holds(path, answer));
      if (left.length === variants.length) continue;
      dropped += variants.length - left.length;
      if (left.length === 0) this.#kept.delete(key);
      else this.#kept.set(key, { path, variants: left }, { size: sizeOf(left) });
    }
    return dropped;
  }

  #remember({ path, key }: Ask): void {
    const keys = this.#byTarget.get(path);
    if (keys === undefined) this.#byTarget.set(path, new Set([key]));
    else keys.add(key);
  }

  #forget(path: string, key: string): void {
    const keys = this.#byTarget.get(path);
    keys?.delete(key);
    if (keys?.size === 0) this.#byTarget.delete(path);
  }

  /** What it holds now. */
  get bytes(): Bytes {
    return this.#kept.calculatedSize;
  }

  /** Addresses of which something is kept. */
  get size(): number {
    return this.#kept.size;
  }
}

function sizeOf(variants: readonly TierEntry[]): Bytes {
  return variants.reduce((sum, { answer }) => sum + bytesOf(answer), 0);
}
