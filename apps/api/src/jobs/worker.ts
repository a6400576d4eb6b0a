import type { Handler, Queue } from '@asbuilt/runtime/queue';
import type { Database } from '#db/client';
import { checkOverview, orderMissingChecks } from './check-overview.ts';

/** One waits for the database while the text of the other is read. */
const concurrency = 2;
/** A worker that was cut off from the database, or killed, is waited for no longer. */
const leaseMs = 5_000;
/** Less than whoever supervises the service waits. */
const stopWithinMs = 3_500;

/** Starts to work off the jobs, and orders the checks that nobody has ordered. They stop with the queue. */
export async function startWorking(queue: Queue, database: Database, handler: Handler): Promise<void> {
  await queue.work({ [checkOverview.name]: handler }, { concurrency, leaseMs, stopWithinMs });
  await orderMissingChecks(database);
}
