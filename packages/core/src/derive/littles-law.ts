import type { Capacity, Milliseconds } from '#model/index';

/** Requests in flight, on average: L = λW (Little, "A Proof for the Queuing Formula L = λW", Operations Research 9, 1961). */
export function inFlight(requestsPerSecond: number, requestMs: Milliseconds): number {
  return (requestsPerSecond * requestMs) / 1000;
}

/** The same law turned round: requests a second that `concurrency` places answer, if each takes `requestMs`. */
export function answersPerSecond(concurrency: number, requestMs: Milliseconds): number {
  return (concurrency * 1000) / requestMs;
}

/** Requests a second that one instance answers, where the document says so or says enough to reckon it. */
export function instanceAnswersPerSecond({
  requestsPerSecond,
  concurrency,
  requestMs,
}: Partial<Capacity>): number | undefined {
  if (requestsPerSecond !== undefined) return requestsPerSecond.value;
  if (concurrency === undefined || requestMs === undefined || requestMs.value === 0) return undefined;
  return answersPerSecond(concurrency.value, requestMs.value);
}
