import { MinuteCounts, type Totals } from '@asbuilt/core/ledger';
import type { Milliseconds } from '@asbuilt/core/model';
import { type DayFiles, openDayFiles, readDays } from './day-files.ts';

/** The calls that services were asked to answer, minute by minute: what an error budget is reckoned from. */
export interface Ledger {
  /** Counts one call of a service. A call that the client gave up is neither good nor bad: leave it out. */
  record(service: string, good: boolean, now: Milliseconds): void;
  /** Counts one call that a drill made: apart from the others, since no user was served well or badly. */
  recordDrill(service: string, good: boolean, now: Milliseconds): void;
  /** The sums over the minutes that begin in `[fromMs, toMs)`. Holds the last 31 days; zeros for a service that it never saw. */
  totals(service: string, fromMs: Milliseconds, toMs: Milliseconds): Totals;
  /** The services that it has counts of, in the order in which they were first seen. */
  services(): readonly string[];
  /** Writes what is not on disk yet. Happens every second by itself. */
  flush(): Promise<void>;
  /** Flushes and closes the file. */
  close(): Promise<void>;
}

export interface LedgerOptions {
  /** Made if it is missing. One writer at a time. */
  readonly directory: string;
  readonly now: () => Milliseconds;
  /** Told when writes begin to fail (disk full …); the counts are kept and written as soon as that is possible. */
  readonly onError: (error: Error) => void;
  /** Told when they are written again. */
  readonly onRecovery?: () => void;
}

const flushEveryMs: Milliseconds = 1000;
const keepMs: Milliseconds = 31 * 24 * 60 * 60 * 1000;

/**
 * Opens the ledger of a directory with the counts that it holds. At most the last second is lost by a `kill -9`.
 * Rejects when a file of the ledger cannot be read, naming file and line.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const files = await openDayFiles(options.directory);
  const counts = new MinuteCounts();
  await files.readInto(counts, options.now() - keepMs);
  return running(files, counts, options);
}

/** The counts of a ledger's directory as they are on disk now, also while somebody writes there. Rejects when it is missing. */
export async function readLedger(directory: string, now: Milliseconds): Promise<Pick<Ledger, 'services' | 'totals'>> {
  const counts = new MinuteCounts();
  await readDays(directory, counts, now - keepMs);
  return {
    services: () => counts.services(),
    totals: (service, fromMs, toMs) => counts.totals(service, fromMs, toMs),
  };
}

function running(files: DayFiles, counts: MinuteCounts, options: LedgerOptions): Ledger {
  const { now } = options;
  const tell = tellOnce(options);
  let last: Promise<void> = Promise.resolve();
  // One write at a time, each after the one before, whether that succeeded or not.
  const flush = (): Promise<void> => {
    last = last.catch(ignoreReported).then(() => writeChanged(files, counts));
    return last;
  };
  const timer = setInterval(() => {
    counts.forgetBefore(now() - keepMs);
    flush().then(() => tell(undefined), tell);
  }, flushEveryMs);
  timer.unref();
  return {
    record: (service, good, at) => counts.add(service, good, at),
    recordDrill: (service, good, at) => counts.addDrilled(service, good, at),
    totals: (service, fromMs, toMs) => counts.totals(service, fromMs, toMs),
    services: () => counts.services(),
    flush,
    async close() {
      clearInterval(timer);
      try {
        await flush();
      } finally {
        await files.close();
      }
    },
  };
}

/** Passes on that something begins to fail, and that it no longer does. */
function tellOnce({ onError, onRecovery }: LedgerOptions): (error: Error | undefined) => void {
  let fails = false;
  return (error) => {
    if (error !== undefined && !fails) onError(error);
    if (error === undefined && fails) onRecovery?.();
    fails = error !== undefined;
  };
}

/** The caller of the flush that failed was told; the next one tries again with the same counts. */
function ignoreReported(): void {}

async function writeChanged(files: DayFiles, counts: MinuteCounts): Promise<void> {
  const records = counts.takeChanged();
  try {
    await files.append(records);
  } catch (error) {
    counts.putBack(records);
    throw error;
  }
}
