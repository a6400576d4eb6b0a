import type { IdentityPolicy } from './identity.ts';
import type { RateLimitCounted } from './security.ts';
import type { Bytes, Milliseconds } from './units.ts';

/** How a caller gives up on a callee that fails again and again. */
export interface BreakerPolicy {
  /** Consecutive failures after which calls are refused, 1 or more. */
  readonly opensAfterFailures: number;
  /** How long calls are refused before one trial is let through. */
  readonly halfOpenAfterMs: Milliseconds;
  /** Successful trials after which calls flow again, 1 or more. */
  readonly closesAfterSuccesses: number;
}

/** How often, and after what pause, a failed call is tried again. */
export interface RetryPolicy {
  /** Tries after the first one, 0 or more. */
  readonly retries: number;
  /** The pause before try n is drawn from 0 … min(cap, base × 2ⁿ⁻¹) ("full jitter"). */
  readonly baseMs: Milliseconds;
  readonly capMs: Milliseconds;
}

/** What the public entry asks of every call from outside. What is absent is not asked. */
export interface EntryPolicy {
  /** Proxies in front of the entry, each of which adds whom it got a call from to `X-Forwarded-For`; 0 where there are none. */
  readonly trustedProxies: number;
  /** Addresses and networks of these proxies; where there are any, nobody else is believed who names a client. */
  readonly proxyAddresses?: readonly string[];
  readonly rateLimit?: RateLimitPolicy;
  readonly identity?: IdentityPolicy;
  /** The entry speaks TLS, and nothing older than this. */
  readonly tls?: 'TLSv1.2' | 'TLSv1.3';
  /** How many headers a request may have; as many as usual where absent. */
  readonly mostHeaders?: number;
  /** The largest body of a request that is let in. */
  readonly bodyLimitBytes?: Bytes;
  /** The origins of other sites whose pages may read answers, and no others; absent where services decide about that. */
  readonly corsOrigins?: readonly string[];
  /** Requests that may change something are refused when a page of another site made them. */
  readonly refusesCrossSite?: true;
  /** Browsers are told to come back over TLS only, and who comes without is sent there; where a proxy in front speaks TLS. */
  readonly hsts?: true;
  /** Answers tell browsers to be careful with them. */
  readonly securityHeaders?: true;
}

/** A token bucket: holds `requests` tokens, a request takes one, and an empty one is full again after `perMs`. */
export interface RateLimitPolicy {
  /** 1 or more. */
  readonly requests: number;
  /** More than 0. */
  readonly perMs: Milliseconds;
  /** Whom it is counted for; where it does not say, for addresses, and for users where they are known. */
  readonly counted?: RateLimitCounted;
}
