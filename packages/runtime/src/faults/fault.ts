import type { Bytes, Milliseconds, Ratio } from '@asbuilt/core/model';

/** What a fault does to the calls of an edge. */
export type FaultEffect =
  /** The callee cannot be reached: calls fail at once, open TCP connections are reset. */
  | { readonly kind: 'refuse' }
  /** Whatever is sent is swallowed, both ways: connections stand, and nothing comes. */
  | { readonly kind: 'black-hole' }
  /**
   * Connections are broken off (RST) after so many bytes of what the callee sends; with 0 before the first one. On an HTTP
   * edge those are the bytes of an answer's body, and its client is told as of any callee that dies.
   */
  | { readonly kind: 'reset'; readonly afterBytes: Bytes }
  /** Connections end, as if all were well, after so many bytes of what the callee sends. */
  | { readonly kind: 'truncate'; readonly afterBytes: Bytes }
  /**
   * Calls reach the callee this much later, give or take the jitter; on a TCP edge connecting takes that much longer,
   * and so does every chunk to the callee.
   */
  | { readonly kind: 'latency'; readonly ms: Milliseconds; readonly jitterMs?: Milliseconds }
  /** Each direction of a connection carries so many bytes a second at most. */
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  /** What the callee sends arrives in pieces of this size, with a pause after each. */
  | { readonly kind: 'pieces'; readonly bytes: Bytes; readonly pauseMs: Milliseconds }
  /**
   * This share of the calls is answered with the status, 400–599, instead of by the callee. On an edge that speaks
   * PostgreSQL's or Redis' protocol that share of queries or commands is answered with an error; any other TCP edge resets
   * that share of new connections. With a seed, a whole number, the same ones of the calls as the last time with that seed.
   */
  | { readonly kind: 'status'; readonly code: number; readonly share: Ratio; readonly seed?: number }
  /** Tokens are looked over as if it were so much later, or earlier where it is below 0: as by a clock that is wrong. */
  | { readonly kind: 'clock-skew'; readonly ms: Milliseconds };

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
  /** Chance of its own, 0 (included) to 1 (excluded), where it has a seed. */
  readonly random?: () => number;
}

/** What a fault does to the processes of one instance of a service. */
export type InstanceEffect =
  /** They stand still (SIGSTOP), and go on when it ends: connections stand, and nothing comes. */
  | { readonly kind: 'stop' }
  /** They are killed (SIGKILL), once; the instance is started again as after any other death. */
  | { readonly kind: 'kill' };

/** A fault on one instance that was added. It ends by itself; a kill is over at once. */
export interface InstanceFault {
  /** Unique while the process lives, among those on edges too. */
  readonly id: number;
  readonly service: string;
  /** Its number. */
  readonly instance: number;
  readonly effect: InstanceEffect;
  /** When it ends, in milliseconds since the epoch. */
  readonly endsAtMs: Milliseconds;
}
