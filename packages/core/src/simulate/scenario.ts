import type { Milliseconds } from '#model/index';

/** What is played: how much load, for how long, and what fails when. */
export interface Scenario {
  /** Requests per second from outside, arriving at random (a Poisson process); above 0. */
  readonly load: number;
  readonly durationMs: Milliseconds;
  readonly outages: readonly Outage[];
  /** How long a service itself takes for a request on average, its calls not counted; exponentially distributed. */
  readonly serviceTimeMs: Milliseconds;
  /** The same seed gives the same forecast. */
  readonly seed: number;
}

/** A time in which a service answers nothing: calls to it hang until they are given up. */
export interface Outage {
  readonly service: string;
  readonly fromMs: Milliseconds;
  readonly toMs: Milliseconds;
}

/** How long a call hangs that nobody gives up: what the document does not bound, the scenario must. */
export const unboundedCallMs: Milliseconds = 120_000;

/** Whether a service is out at a moment. */
export function isOut(outages: readonly Outage[], service: string, now: Milliseconds): boolean {
  return outages.some((outage) => outage.service === service && outage.fromMs <= now && now < outage.toMs);
}
