import type { Milliseconds } from '@asbuilt/core/model';
import { LRUCache } from 'lru-cache';
import type { Drop } from './shared-store.ts';

/** A value in this process. */
export interface Entry<V> {
  /** Settled with the value: to give it again costs nothing. */
  readonly promise: Promise<V>;
  readonly freshUntil: Milliseconds;
  /** Until then it is given while it is fetched anew. */
  readonly renewUntil: Milliseconds;
  /** Until then it is given if it cannot be fetched. */
  readonly errorUntil: Milliseconds;
  readonly tags: readonly string[];
}

/** The values in this process, which can be dropped by their tags. */
export class Entries<V> {
  readonly #byTag = new Map<string, Set<string>>();
  readonly #entries: LRUCache<string, Entry<V>>;

  constructor(max: number) {
    this.#entries = new LRUCache({ max, dispose: ({ tags }, key) => this.#forget(key, tags) });
  }

  get(key: string): Entry<V> | undefined {
    return this.#entries.get(key);
  }

  set(key: string, entry: Entry<V>): void {
    this.#entries.set(key, entry);
    for (const tag of entry.tags) {
      const keys = this.#byTag.get(tag);
      if (keys === undefined) this.#byTag.set(tag, new Set([key]));
      else keys.add(key);
    }
  }

  /** Drops what a change concerns. */
  drop(change: Drop): void {
    if (change.kind === 'all') this.clear();
    else if (change.kind === 'drop') this.#entries.delete(change.key);
    else for (const key of Array.from(this.#byTag.get(change.tag) ?? [])) this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  get size(): number {
    return this.#entries.size;
  }

  #forget(key: string, tags: readonly string[]): void {
    for (const tag of tags) {
      const keys = this.#byTag.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) this.#byTag.delete(tag);
    }
  }
}
