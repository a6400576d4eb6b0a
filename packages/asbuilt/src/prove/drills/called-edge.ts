import type { EdgePlan } from '@asbuilt/core/derive';
import type { Bytes, Milliseconds } from '@asbuilt/core/model';
import type { Patience } from '../ask.ts';
import type { Range } from '../range.ts';

/** An edge as a drill calls it, in its caller's place. */
export interface CalledEdge {
  readonly plan: EdgePlan;
  /** Where it listens: `127.0.0.1:3000` */
  readonly address: string;
  readonly protocol: 'http' | 'tcp';
  /** Where the callee tells that it is well, on an HTTP edge. */
  readonly path: string;
  /** What one has done to it so far. */
  readonly past: EdgePast;
}

/** What an edge has been through, in all drills of one inspection. */
export interface EdgePast {
  /** Failures that its breaker may still count, since no call of ours could make up for them. */
  failures: number;
}

/** How a call over an edge went, seen by its caller. */
export interface EdgeAnswer {
  readonly well: boolean;
  /** Nothing came as long as one waited. */
  readonly waiting: boolean;
  readonly elapsedMs: Milliseconds;
  /** `answered 502`, `was reset` */
  readonly outcome: string;
  /** How often the callee failed in it, by which a breaker counts: a call may be tried again on its way. */
  readonly failures: Range;
  /** The bytes of the answer's body; 0 over TCP. */
  readonly bytes: Bytes;
  /** The status of an answer over HTTP; absent over TCP, and where none came. */
  readonly status?: number;
  /** What the gateway said that its policies did: `retry=1, breaker=open`; nothing over TCP, where it does not say it. */
  readonly policy: string;
}

/** How long to wait for an answer, and on bare TCP for a connection to be one to the callee, and not to the gateway alone. */
export interface EdgePatience extends Patience {
  /** Half a second where absent. */
  readonly standsAfterMs?: Milliseconds;
}
