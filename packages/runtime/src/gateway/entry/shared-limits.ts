import type { Allowance } from '@asbuilt/core/mechanisms';
import type { RateLimitPolicy } from '@asbuilt/core/model';

/** What a key has used of its limit, everywhere, once it was asked for one more. */
export interface SharedTake {
  readonly isLetIn: boolean;
  /** Tokens, fractions included. */
  readonly used: number;
}

/** Rate limits that several gateways count together. */
export interface SharedLimits {
  /** Whether it can be asked now. */
  readonly isUp: boolean;
  /** Takes a token of a key, if it has one left; `undefined` when there was no answer in time. Never rejects. */
  take(key: string, policy: RateLimitPolicy): Promise<SharedTake | undefined>;
}

/** Where a key stands. */
export type Standing = Omit<Allowance, 'take'>;

/** Of a token; sums of fractions miss whole numbers by less. */
const dust = 1e-5;

/** What was used, as clients are told. */
export function standingOf({ used }: SharedTake, { requests, perMs }: RateLimitPolicy): Standing {
  const msPerToken = perMs / requests;
  const missing = used + 1 - requests;
  return {
    remaining: Math.max(0, Math.floor(requests - used + dust)),
    waitMs: missing <= dust ? 0 : missing * msPerToken,
    fullInMs: used * msPerToken,
  };
}
