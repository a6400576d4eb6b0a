import type { Ask } from './ask.ts';

/**
 * What became of an answer that others waited for: it is `kept`; it `varies` by headers in which they differ; it cannot be
 * shared, so each has to `pass` on; nobody fetches it any more (`lost`); or the origin failed.
 */
export type Landing =
  | { readonly kind: 'kept' | 'varies' | 'pass' | 'lost' }
  | { readonly kind: 'failed'; readonly status: number; readonly isTimeout: boolean };

/** One who waits for the answer to another one's request. */
export interface Waiter {
  readonly ask: Ask;
  /** Called once, unless it leaves before. */
  landed(landing: Landing): void;
}

/** A request on its way to the origin, for whose answer others with the same request wait. */
export class Flight {
  readonly waiters: Set<Waiter> = new Set();
  readonly ask: Ask;
  /** Under which it is found. */
  variantKey: string;

  constructor(ask: Ask, variantKey: string) {
    this.ask = ask;
    this.variantKey = variantKey;
  }

  /** Tells those for whom it holds what became of it. */
  release(landing: Landing, isMeant: (waiter: Waiter) => boolean = everybody): void {
    const meant = [...this.waiters].filter(isMeant);
    for (const waiter of meant) this.waiters.delete(waiter);
    for (const waiter of meant) waiter.landed(landing);
  }
}

function everybody(): boolean {
  return true;
}
