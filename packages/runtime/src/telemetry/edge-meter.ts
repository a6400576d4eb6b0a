import type { Milliseconds } from '@asbuilt/core/model';
import { Exemplars } from './exemplars.ts';
import { Latencies } from './latencies.ts';

/** Durations are exported in as many buckets: from 1 ms up to 65.536 s, each twice as long as the one before. */
export const octavesOfDurations = 17;

/** Of which edge numbers are. */
export interface EdgeLabels {
  readonly edge: string;
  readonly from: string;
  readonly to: string;
}

export type BreakerState = 'closed' | 'open' | 'half-open';

/**
 * How a call ended: the HTTP status that the caller got; on a TCP edge `connected` or what stood in the way, and where it
 * speaks PostgreSQL's or Redis' protocol also `ok` or the error's code for each query or command.
 */
export type Code = number | string;
export type TcpFailure = 'breaker-open' | 'full' | 'not-up' | 'unreachable' | 'broken' | 'timeout' | 'fault';

/** The last minutes are kept in two halves, so that the older one can be dropped at once. */
const halfMs: Milliseconds = 60_000;

/** The numbers of one edge. Counting a call allocates nothing. */
export class EdgeMeter {
  readonly labels: EdgeLabels;
  /** Where the breaker stands now; absent on an edge without one. */
  readonly breakerState: (() => BreakerState) | undefined;
  readonly codes: Map<Code, number> = new Map();
  /** How often policies did what: `breaker=open`. */
  readonly acts: Map<string, number> = new Map();
  readonly latencies: Latencies = new Latencies();
  readonly exemplars: Exemplars = new Exemplars(octavesOfDurations);
  /** All calls, those of drills among them. */
  requests = 0;
  failures = 0;
  /**
   * Those that went well or failed, but for those of drills: not what says nothing about the callee (its client left, or was
   * refused), and no connection over which calls come. What an error budget is reckoned from.
   */
  judged = 0;
  /** Those of drills alone. */
  drillRequests = 0;
  drillFailures = 0;
  inFlight = 0;
  /** Open connections of clients, on a TCP edge. */
  connections = 0;
  /** How many of them the callee accepts, where that is known. */
  connectionLimit: () => number | undefined = () => undefined;
  bytesToCallee = 0;
  bytesToCaller = 0;
  #recent = new Latencies();
  #before = new Latencies();
  #recentSinceMs: Milliseconds = Number.NEGATIVE_INFINITY;

  constructor(labels: EdgeLabels, breakerState?: () => BreakerState) {
    this.labels = labels;
    this.breakerState = breakerState;
  }

  /** Counts something that was no call, and whose time says nothing about calls: a connection over which they come. */
  count(code: Code): void {
    this.requests += 1;
    this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
  }

  /** Counts a call that is over. */
  record(code: Code, durationMs: Milliseconds, now: Milliseconds): void {
    this.count(code);
    this.latencies.add(durationMs);
    this.#turn(now);
    this.#recent.add(durationMs);
  }

  /** Counts a call that is over and that a drill made: no user waited for it, so codes and durations do not know it. */
  recordDrill(durationMs: Milliseconds, now: Milliseconds): void {
    this.requests += 1;
    this.drillRequests += 1;
    this.#turn(now);
    this.#recent.add(durationMs);
  }

  /** Counts that a call failed. */
  fail(isDrill = false): void {
    this.failures += 1;
    if (isDrill) this.drillFailures += 1;
  }

  /** Counts what a policy did. */
  act(act: string): void {
    this.acts.set(act, (this.acts.get(act) ?? 0) + 1);
  }

  /** A quantile of the last one to two minutes; absent while there were no calls. */
  recentQuantile(quantile: number, now: Milliseconds): Milliseconds | undefined {
    this.#turn(now);
    const both = new Latencies();
    both.include(this.#recent);
    both.include(this.#before);
    return both.quantile(quantile);
  }

  #turn(now: Milliseconds): void {
    const sinceMs = now - this.#recentSinceMs;
    if (sinceMs < halfMs) return;
    [this.#before, this.#recent] = [this.#recent, this.#before];
    this.#recent.clear();
    if (sinceMs >= 2 * halfMs) this.#before.clear();
    this.#recentSinceMs = now;
  }
}
