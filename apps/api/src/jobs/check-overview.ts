import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '#db/client';
import { overviews } from '#db/schema';

/** Counts the findings of an overview's present version. It is ordered by every write. */
export const checkOverview = {
  name: 'check-overview',
  payload: z.strictObject({ overviewId: z.uuid() }),
  /** With the queue's backoff the last attempt comes about a minute and a half after the first. */
  maxAttempts: 5,
} as const;

/**
 * Orders the check in the same transaction as the write. The order has no job key: with one, an order is lost when the job
 * before it starts at the very moment; two checks of one version cost less, since the second has nothing left to do.
 */
export async function orderCheck(transaction: Database, overviewId: string): Promise<void> {
  const payload = sql`jsonb_build_object('overviewId', ${overviewId}::text)`;
  await transaction.execute(
    sql`select asbuilt_queue.add_job(${checkOverview.name}::text, ${payload}, ${checkOverview.maxAttempts}::integer)`,
  );
}

/** Orders the checks of versions that have no counts, e.g. since their job failed as often as it may: a start is a new chance. */
export async function orderMissingChecks(database: Database): Promise<void> {
  const payload = sql`jsonb_build_object('overviewId', ${overviews.id}::text)`;
  await database.execute(
    sql`select asbuilt_queue.add_job(${checkOverview.name}::text, ${payload}, ${checkOverview.maxAttempts}::integer)
      from ${overviews} where ${overviews.errors} is null`,
  );
}
