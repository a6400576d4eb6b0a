import type { Stated } from './stated.ts';
import type { Milliseconds } from './units.ts';

/** A cache layer. An entry lives for `ttlMs`, or as long as the session. */
export interface CacheLayer<H = never> {
  readonly layer: Stated<string | H>;
  readonly technology?: Stated<string | H>;
  readonly ttlMs?: Stated<Milliseconds | H>;
  readonly ttl?: Stated<'session'>;
  readonly useCase?: Stated<string | H>;
}

/** On a data update, when the entry's time is up, or by hand. */
export type InvalidationEvent = 'update' | 'time' | 'hand';

/** When cached data is dropped. */
export interface Invalidation {
  readonly on: Stated<InvalidationEvent>;
  /** Whether it takes effect with the event, not later. */
  readonly immediate?: Stated<true>;
}
