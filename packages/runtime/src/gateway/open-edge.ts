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
import type { EdgeStatus } from './edge-status.ts';
import type { SharedLimits } from './entry/shared-limits.ts';
import type { Instances } from './instances.ts';
import type { Patience } from './patience.ts';

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
