import type { EdgePlan } from '@asbuilt/core/derive';
import type { Bulkhead } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Faults } from '#faults/faults';
import type { AnswerCache } from '#http-cache/answer-cache';
import type { CalleeCaches } from '#http-cache/callee-caches';
import type { SharedDrops } from '#http-cache/drop';
import type { Identities } from '#identity/identities';
import type { Ledger } from '#ledger/ledger';
import type { Telemetry } from '#telemetry/telemetry';
import type { Address } from './address.ts';
import type { Drills } from './drills.ts';
import type { Instances } from './instances.ts';
import type { Patience } from './patience.ts';
import type { SharedLimits } from './shared-limits.ts';

export type { Address };

/** A certificate chain and its private key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** What is answered in the place of a callee that fails. */
export interface StaticAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** What an edge needs besides its plan. */
export interface EdgeOptions {
  /** Port 0 takes any free port. */
  readonly listen: { readonly host: '127.0.0.1'; readonly port: number };
  /** Where the callee runs now: asked once a call, since it may move; `undefined` while it is not up. */
  readonly target: () => Address | undefined;
  /** The instances among which an HTTP edge shares its calls out; absent where `target` is the only one. */
  readonly instances?: Instances;
  /** The places of the callee, which its edges share; absent where its capacity is not stated. */
  readonly bulkhead?: Bulkhead;
  /** The connections that the callee accepts, which its TCP edges share; absent where nobody can know their number. */
  readonly connections?: Bulkhead;
  /** How long running calls may take to end when the edge closes; a second where absent. */
  readonly drainMs?: Milliseconds;
  /** Who knows callers by their tokens; present where the plan says whose tokens count. */
  readonly identities?: Identities;
  /** Where rate limits are counted together with other gateways; absent where this one counts alone. */
  readonly sharedLimits?: SharedLimits;
  /** Whom caches tell what they dropped, and hear it from; absent where this is the only gateway. */
  readonly sharedDrops?: SharedDrops;
  /** The caches of all edges to the callee; absent where none of them has any. */
  readonly calleeCaches?: CalleeCaches;
  /** How long clients from outside are waited for; the usual where absent. */
  readonly patience?: Patience;
  /** With what the edge speaks TLS; present where the plan says that it does. */
  readonly certificate?: Certificate;
  /** What is answered in the place of a callee that fails; present where the plan says so. */
  readonly staticAnswer?: StaticAnswer;
  /** Who knows the calls of drills; absent where none are made. */
  readonly drills?: Drills;
  readonly telemetry: Telemetry;
  readonly faults: Faults;
  readonly ledger: Ledger;
  /** Milliseconds since the Unix epoch, fractions included; must not run backwards. `systemClock()` of `#telemetry/clock` is one. */
  readonly now: () => Milliseconds;
  /** Chance, 0 (included) to 1 (excluded). */
  readonly random: () => number;
}

/** An edge that listens. */
export interface OpenEdge {
  readonly plan: EdgePlan;
  readonly host: string;
  readonly port: number;
  status(): EdgeStatus;
  /** Absent where the plan states no caches. */
  readonly cache?: AnswerCache;
  /** Stops listening, lets running calls end for a while, then ends them. May be called twice. */
  close(): Promise<void>;
}

/** How an edge is doing, as JSON. */
export interface EdgeStatus {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: 'http' | 'tcp';
  /** The protocol over TCP that the edge understands; absent where it passes bytes through as they are. */
  readonly wire?: 'postgres' | 'redis';
  /** `127.0.0.1:3000` */
  readonly address: string;
  /** Whether it only watches what its policies would do. */
  readonly observed?: true;
  readonly timeoutMs?: Milliseconds;
  /** Of several instances: open when no calls are let through to any, half-open when to some. */
  readonly breaker: 'closed' | 'open' | 'half-open' | 'none';
  /** Among how many instances the edge shares its calls or connections out; absent where that is one, or none. */
  readonly instances?: number;
  /** Calls since the edge was opened; connections, on a TCP edge, and queries or commands where it understands them. */
  readonly requests: number;
  /** Those among them that the callee or a policy failed; a client that left is none. */
  readonly failures: number;
  readonly inFlight: number;
  /** Open connections, on a TCP edge. */
  readonly connections?: number;
  /** How many of them the callee accepts from all its callers together, where that is stated or could be asked. */
  readonly connectionLimit?: number;
  /** Of the last one to two minutes; absent while there were no calls. On a TCP edge that does not understand calls: the time to connect. */
  readonly p50Ms?: Milliseconds;
  readonly p99Ms?: Milliseconds;
}

/** Somebody else listens on the port that an edge was to listen on. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  readonly port: number;

  constructor(port: number, edge: string) {
    super(
      `Port ${port} is taken, so the edge "${edge}" cannot listen there. Stop what uses the port, or set another one in the profile.`,
    );
    this.port = port;
  }
}
