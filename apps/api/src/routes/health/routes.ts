import { setTimeout as after } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import type { App } from '#http/app-type';
import { Problem } from '#http/problem';
import { problemAnswers } from '#http/problem-answers';
import { healthSchema } from './schema.ts';

/** A database that takes longer than this is as good as none. */
const patienceMs = 2_000;

/** Whether the service works, for whoever starts and watches it. */
export function healthRoutes(app: App, database: Database): void {
  const schema = {
    operationId: 'readHealth',
    summary: 'Whether the service works',
    description: 'Answers 200 only when the database answers.',
    tags: ['operation'],
    response: { 200: healthSchema, ...problemAnswers(503) },
  };
  app.get('/health', { schema }, async (_request, reply) => {
    const databaseMs = await askDatabase(database);
    return reply.header('cache-control', 'no-store').send({ status: 'ok' as const, databaseMs });
  });
}

async function askDatabase(database: Database): Promise<number> {
  const began = performance.now();
  const giveUp = new AbortController();
  try {
    const answered = database.execute(sql`select 1`).then(() => true);
    const inTime = await Promise.race([answered, after(patienceMs, false, { signal: giveUp.signal })]);
    if (!inTime) throw new Error(`no answer within ${patienceMs} ms`);
  } catch (cause) {
    throw new Problem('database-unavailable', 'The database does not answer, so the service cannot work.', { cause });
  } finally {
    giveUp.abort();
  }
  return Math.round((performance.now() - began) * 10) / 10;
}
