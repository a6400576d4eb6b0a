import type { KeepingTimes } from '@asbuilt/core/mechanisms';
import type { CachedKind, Milliseconds } from '@asbuilt/core/model';
import type { AnswerKind } from './kind-of.ts';

/** What the origin of an answer allows shared caches to do with it. */
export interface Terms {
  /** Since when it ages, in milliseconds since the epoch. */
  readonly bornAt: Milliseconds;
  /** How long it is fresh, as far as the origin says it. */
  readonly statedMs: Milliseconds | undefined;
  readonly staleWhileRenewedMs: Milliseconds;
  /** Undefined where the origin says nothing about errors; 0 where nothing may be given that is not fresh. */
  readonly staleOnErrorMs: Milliseconds | undefined;
  readonly kind: AnswerKind;
  /** Whether its origin says itself that it may be given to those who say who they are. */
  readonly isForAll: boolean;
  readonly hasValidator: boolean;
  /** The request's headers that it depends on, in lower case. */
  readonly vary: readonly string[];
}

/** For how long a tier may give the answer: no longer than it is stated for, whatever the origin says. */
export function timesIn(
  terms: Terms,
  tier: { readonly ttlMs: Milliseconds; readonly holds: CachedKind },
  unstatedOnErrorMs: Milliseconds,
): KeepingTimes | undefined {
  const isMeant = tier.holds === 'anything' || tier.holds === terms.kind;
  if (terms.statedMs === undefined && !isMeant) return undefined;
  const freshMs = Math.min(terms.statedMs ?? tier.ttlMs, tier.ttlMs);
  const staleOnErrorMs = terms.staleOnErrorMs ?? unstatedOnErrorMs;
  if (freshMs === 0 && !terms.hasValidator && terms.staleWhileRenewedMs === 0) return undefined;
  return { freshMs, staleWhileRenewedMs: terms.staleWhileRenewedMs, staleOnErrorMs };
}
