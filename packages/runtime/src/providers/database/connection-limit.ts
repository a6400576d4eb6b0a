import type { Milliseconds } from '@asbuilt/core/model';
import { waysIn } from './encryption.ts';

/** A server that has not answered by then is not waited for. */
const withinMs: Milliseconds = 5000;

/** What is left of all connections when those are taken away that the server keeps for whoever has to mend it. */
const question = `select current_setting('max_connections')::int
  - current_setting('superuser_reserved_connections')::int
  - coalesce(current_setting('reserved_connections', true), '0')::int as left`;

/** Asks a PostgreSQL server how many connections it accepts from services. Rejects when it cannot be asked. */
export async function askConnectionLimit(url: URL): Promise<number> {
  const [way, other] = waysIn(url);
  try {
    return await ask(way ?? url);
  } catch (error) {
    if (other === undefined) throw error;
    return ask(other);
  }
}

async function ask(url: URL): Promise<number> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    connectionString: url.href,
    connectionTimeoutMillis: withinMs,
    query_timeout: withinMs,
    application_name: 'asbuilt',
  });
  // What breaks the session fails the question.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ readonly left: number }>(question);
    return Math.max(1, rows[0]?.left ?? 1);
  } finally {
    await client.end().catch(() => undefined);
  }
}
