import type { Ledger } from '#ledger/ledger';

/** Counts the calls of one service and writes nothing, where nobody asks what the real one keeps on disk, or what that costs. */
export function countingLedger(service: string): Ledger {
  const counted = { good: 0, bad: 0 };
  return {
    recordDrill: () => undefined,
    record: (_service, good) => void (counted[good ? 'good' : 'bad'] += 1),
    totals: () => counted,
    services: () => [service],
    flush: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
