import type { Stated } from './stated.ts';
import type { Bytes, Milliseconds } from './units.ts';

/** The security model: who you are, what you may do, how data is protected. */
export interface Security<H = never> {
  readonly authentication: Authentication<H>;
  readonly authorization: Authorization<H>;
  readonly dataProtection: DataProtection<H>;
}

export interface Authentication<H = never> {
  readonly provider?: Stated<string | H>;
  readonly sessions?: Stated<string | H>;
  readonly tokenRefresh?: Stated<string | H>;
}

export interface Authorization<H = never> {
  readonly model?: Stated<'rbac'>;
  /** Roles from least to most powerful, as the document orders them. */
  readonly roles: readonly Stated<string | H>[];
  readonly resourceLevel?: Stated<true>;
}

/** A defence at the entry of the API. */
export type Protection = 'rate-limit' | 'cors' | 'csrf' | 'hsts' | 'security-headers' | 'body-limit';

export interface DataProtection<H = never> {
  readonly atRest?: Stated<string | H>;
  readonly inTransit?: Stated<string | H>;
  readonly personalData?: Stated<string | H>;
  readonly api: readonly Stated<Protection | H>[];
  readonly rateLimit?: RateLimit;
  /** The largest body of a request that is let in. */
  readonly bodyLimitBytes?: Stated<Bytes>;
  /** Origins (`https://app.example.com`) whose pages may read answers. */
  readonly corsOrigins?: readonly Stated<string>[];
}

/** How many requests are let in within how long: `100 requests/minute per address`. */
export interface RateLimit {
  /** 1 or more. */
  readonly requests: Stated<number>;
  readonly periodMs: Stated<Milliseconds>;
  /** Who has a limit of one's own; absent where it is not said. */
  readonly counted?: Stated<RateLimitCounted>;
}

/** Whom a rate limit counts for. */
export type RateLimitCounted = 'per-address' | 'per-user';
