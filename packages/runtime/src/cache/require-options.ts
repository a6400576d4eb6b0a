import type { CacheOptions, EntryOptions } from './options.ts';

type Times = Pick<CacheOptions, 'ttlMs' | 'staleWhileRenewedMs' | 'staleOnErrorMs' | 'absentMs'>;

/** @throws {RangeError} for what no cache can be opened with */
export function requireOptions(options: CacheOptions): void {
  const { ttlMs, maxEntries = 1, jitter = 0, leaseMs = 1000 } = options;
  if (ttlMs !== undefined && !(ttlMs > 0))
    throw new RangeError(`The time of a cache must be above 0 ms, not ${ttlMs}.`);
  requireTimes('a cache', options);
  if (!Number.isInteger(maxEntries) || maxEntries < 1)
    throw new RangeError(`A cache must have room for one entry or more, not ${maxEntries}.`);
  if (!(jitter >= 0 && jitter <= 1)) throw new RangeError(`The jitter of a cache must be from 0 to 1, not ${jitter}.`);
  if (!(leaseMs >= 100 && leaseMs <= 3_600_000))
    throw new RangeError(`The lease of a cache must be from 100 ms to an hour, not ${leaseMs} ms.`);
}

/** @throws {RangeError} for times that no entry has */
export function requireEntry(key: string, options: EntryOptions): void {
  requireTimes(JSON.stringify(key), options);
}

/** Without an end is one, too. */
function requireTimes(of: string, { ttlMs, staleWhileRenewedMs, staleOnErrorMs, absentMs }: Times): void {
  for (const [name, ms] of Object.entries({ ttlMs, staleWhileRenewedMs, staleOnErrorMs, absentMs }))
    if (ms !== undefined && !(ms >= 0)) throw new RangeError(`${name} of ${of} must be 0 ms or more, not ${ms}.`);
}
