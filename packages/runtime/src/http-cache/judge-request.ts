import { freshnessAt } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import { type Ask, askedHeader, namesItsUser } from './ask.ts';
import { type Directives, msOf, readDirectives } from './directives.ts';
import type { TierEntry } from './kept-answer.ts';

/**
 * What may be done with a kept answer for a request: `give` it; give it and `renew` it; `ask` the origin, and give it if
 * that fails or says that nothing changed; `never`, since it is not for this one.
 */
export type Use = 'give' | 'renew' | 'ask' | 'never';

/** What a request says about caches; `Pragma` counts where there is no `Cache-Control` (RFC 9111, section 5.4). */
export function wishesOf(ask: Ask): Directives {
  const control = askedHeader(ask, 'cache-control');
  if (control !== undefined) return readDirectives(control);
  return /\bno-cache\b/i.test(askedHeader(ask, 'pragma') ?? '') ? pragma : readDirectives(undefined);
}

const pragma: Directives = new Map([['no-cache', '']]);

/** Judges a kept answer for a request (RFC 9111, section 4). */
export function useOf({ answer, times }: TierEntry, ask: Ask, wishes: Directives, now: Milliseconds): Use {
  const { terms } = answer;
  if (namesItsUser(ask) && !terms.isForAll && !isStatedForCookies(terms, ask)) return 'never';
  const ageMs = now - terms.bornAt;
  if (isTooOldFor(wishes, ageMs, times.freshMs)) return 'ask';
  const freshness = freshnessAt(ageMs, times);
  if (freshness === 'fresh') return 'give';
  if (freshness === 'renew') return 'renew';
  return terms.staleOnErrorMs !== 0 && takesStale(wishes, ageMs - times.freshMs) ? 'give' : 'ask';
}

function isTooOldFor(wishes: Directives, ageMs: Milliseconds, freshMs: Milliseconds): boolean {
  if (wishes.size === 0) return false;
  const mostMs = msOf(wishes, 'max-age') ?? Number.POSITIVE_INFINITY;
  const leastMs = msOf(wishes, 'min-fresh') ?? Number.NEGATIVE_INFINITY;
  return wishes.has('no-cache') || ageMs > mostMs || freshMs - ageMs < leastMs;
}

/** Cookies go with every request of a browser: where the origin states how long an answer is fresh, it means them too. */
function isStatedForCookies({ statedMs }: TierEntry['answer']['terms'], ask: Ask): boolean {
  return statedMs !== undefined && ask.headers.authorization === undefined;
}

function takesStale(wishes: Directives, staleMs: Milliseconds): boolean {
  const most = wishes.get('max-stale');
  return most !== undefined && (most === '' || staleMs <= (msOf(wishes, 'max-stale') ?? 0));
}
