/**
 * Whether a service comes back by itself after a stall. While it stalls, every request is tried as often as its callers
 * try; it comes back when it can answer all of these: λ(1 + R) < c·μ. Otherwise the tries keep it overloaded for good, a
 * metastable failure (Bronson et al., "Metastable Failures in Distributed Systems", HotOS 2021).
 */
export function recoversFromStall(requestsPerSecond: number, attempts: number, capacityPerSecond: number): boolean {
  return requestsPerSecond * attempts < capacityPerSecond;
}

/** The load from which on it does not come back any more: c·μ ÷ (1 + R). */
export function highestRecoveringLoad(attempts: number, capacityPerSecond: number): number {
  return capacityPerSecond / attempts;
}
