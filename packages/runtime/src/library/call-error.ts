import type { Milliseconds } from '@asbuilt/core/model';

/** What a policy of an edge refused or ended. */
export type CallErrorKind = 'breaker-open' | 'full' | 'timeout' | 'left';

/** A call that a policy refused or gave up; what the called function itself throws comes as it is. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly kind: CallErrorKind;
  /** The edge: `API → Auth`. */
  readonly edge: string;
  /** After how long another call may be let through; absent where that is not known. */
  readonly retryAfterMs?: Milliseconds;

  constructor(kind: CallErrorKind, edge: string, message: string, retryAfterMs?: Milliseconds) {
    super(message);
    this.kind = kind;
    this.edge = edge;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}
