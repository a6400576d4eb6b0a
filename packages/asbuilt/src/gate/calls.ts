import type { MinuteCounts, Totals } from '@asbuilt/core/ledger';
import type { Milliseconds } from '@asbuilt/core/model';

/** The calls of services, as somebody counted them. */
export interface Calls {
  /** How many were good and bad in the time up to now; zeros for a service that was not called. */
  totals(service: string, windowMs: Milliseconds): Totals;
  /** The same of the calls of drills, which are in no other number. */
  drilled(service: string, windowMs: Milliseconds): Totals;
  services(): readonly string[];
}

const minuteMs: Milliseconds = 60_000;

/** The calls that a ledger counted. It counts by minutes, so the one in which a window begins is in it. */
export function callsByLedger(counts: MinuteCounts, now: Milliseconds): Calls {
  const since = (windowMs: Milliseconds): Milliseconds => Math.floor((now - windowMs) / minuteMs) * minuteMs;
  return {
    totals: (service, windowMs) => counts.totals(service, since(windowMs), now + minuteMs),
    drilled: (service, windowMs) => counts.drilled(service, since(windowMs), now + minuteMs),
    services: () => counts.services(),
  };
}
