import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '#db/client';
import { overviews } from '#db/schema';

/** Counts the findings of an overview's present version. It runs after every write. */
export const checkOverview = {
  name: 'check-overview',
  payload: z.strictObject({ overviewId: z.uuid() }),
  /** With the queue's backoff the last attempt comes about a minute and a half after the first. */
  maxAttempts: 5,
} as const;

/** Orders the check in the same transaction as the write; a check that is still waiting is not ordered twice. */
export async function orderCheck(transaction: Database, overviewId: string): Promise<void> {
  await transaction.execute(sql`
    select graphile_worker.add_job(
      ${checkOverview.name}::text,
      json_build_object('overviewId', ${overviewId}::text),
      max_attempts => ${checkOverview.maxAttempts}::integer,
      job_key => ${`${checkOverview.name}:${overviewId}`}::text
    )`);
}

/** Orders the checks that an instance did not come to before it was killed: the queue would give them out only hours later. */
export async function orderMissingChecks(database: Database): Promise<void> {
  await database.execute(sql`
    select graphile_worker.add_job(
      ${checkOverview.name}::text,
      json_build_object('overviewId', ${overviews.id}::text),
      max_attempts => ${checkOverview.maxAttempts}::integer,
      job_key => ${`${checkOverview.name}:`}::text || ${overviews.id}::text
    ) from ${overviews} where ${overviews.errors} is null`);
}
