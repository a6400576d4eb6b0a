import type { Milliseconds, Ratio } from '@asbuilt/core/model';

/** What a fault does to the calls of an edge. */
export type FaultEffect =
  /** The callee cannot be reached: calls fail at once, open TCP connections are reset. */
  | { readonly kind: 'refuse' }
  /** Calls reach the callee this much later; on a TCP edge, every chunk that goes to the callee. */
  | { readonly kind: 'latency'; readonly ms: Milliseconds }
  /** This share of the calls is answered with the status, 400–599, instead of by the callee; a TCP edge resets that share of new connections. */
  | { readonly kind: 'status'; readonly code: number; readonly share: Ratio };

/** A fault on one edge. It ends by itself. */
export interface Fault {
  /** The edge's name, e.g. `Frontend → API`. */
  readonly edge: string;
  readonly effect: FaultEffect;
  /** When it ends, in milliseconds since the epoch. */
  readonly endsAtMs: Milliseconds;
}

/** A fault that was added. */
export interface ActiveFault extends Fault {
  /** Unique while the process lives. */
  readonly id: number;
}
