import type { Milliseconds, Ratio } from '#model/index';

/** For how long something that was kept may be given, each time counted from the end of the one before. */
export interface KeepingTimes {
  /** From when it was made. */
  readonly freshMs: Milliseconds;
  /** Meanwhile it is given, and made anew (`stale-while-revalidate`, RFC 5861, section 3). */
  readonly staleWhileRenewedMs: Milliseconds;
  /** From the end of its freshness: it is given if it cannot be made anew (`stale-if-error`, RFC 5861, section 4). */
  readonly staleOnErrorMs: Milliseconds;
}

/** `renew`: give it, and make it anew. `on-error`: make it anew, and give it if that fails. `gone`: it must not be given. */
export type Freshness = 'fresh' | 'renew' | 'on-error' | 'gone';

/** What may be done with something of an age. */
export function freshnessAt(ageMs: Milliseconds, times: KeepingTimes): Freshness {
  const staleMs = ageMs - times.freshMs;
  if (staleMs < 0) return 'fresh';
  if (staleMs < times.staleWhileRenewedMs) return 'renew';
  return staleMs < times.staleOnErrorMs ? 'on-error' : 'gone';
}

/** How old it may get until it is of no use to anybody. */
export function usefulForMs({ freshMs, staleWhileRenewedMs, staleOnErrorMs }: KeepingTimes): Milliseconds {
  return freshMs + Math.max(staleWhileRenewedMs, staleOnErrorMs);
}

/**
 * A time shortened by chance, so that what was kept at the same moment does not end at the same moment. Never longer than
 * what was stated.
 *
 * @param share by how much at most, 0 to 1
 * @param chance 0 (included) to 1 (excluded)
 */
export function shortened(timeMs: Milliseconds, share: Ratio, chance: Ratio): Milliseconds {
  return timeMs * (1 - share * chance);
}
