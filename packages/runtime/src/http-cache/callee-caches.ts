import type { AnswerCache } from './answer-cache.ts';
import type { Drop } from './drop.ts';

/** The caches of all edges that lead to one callee: what changes there has changed behind each of them. */
export class CalleeCaches {
  readonly #caches = new Set<AnswerCache>();

  join(cache: AnswerCache): void {
    this.#caches.add(cache);
  }

  /** Drops what is meant from all of them but one, here and at all other gateways. */
  drop(drop: Drop, but?: AnswerCache): void {
    for (const cache of this.#caches) if (cache !== but) cache.drop(drop);
  }
}
