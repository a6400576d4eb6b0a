import { constants } from 'node:os';

/** Whoever supervises the Studio kills it after five seconds; by then the answers under way have been carried to their end. */
const patienceMs = 3_000;

const stop = new AbortController();

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    stop.abort();
    // Next.js waits for every connection to be closed, and browsers keep spare ones open for as long as they like.
    setTimeout(() => process.exit(128 + constants.signals[signal]), patienceMs).unref();
  });
}

/** Aborts when the process is asked to stop: events, which never end by themselves, end then. */
export const stopping: AbortSignal = stop.signal;
