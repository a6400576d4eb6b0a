import type { LeastRate } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';

/** How long clients from outside are waited for. */
export interface Patience {
  /** For the headers of a request, and for a TLS handshake. */
  readonly headersWithinMs: Milliseconds;
  /** What is asked of who sends a body or reads an answer. */
  readonly least: LeastRate;
  /** How often that is looked at. */
  readonly lookEveryMs: Milliseconds;
}

/** 500 bytes a second, looked at over ten seconds: a modem is faster. */
export const usualPatience: Patience = {
  headersWithinMs: 10_000,
  least: { graceMs: 10_000, bytesPerSecond: 500 },
  lookEveryMs: 1000,
};
