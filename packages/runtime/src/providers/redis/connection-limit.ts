import type { Milliseconds } from '@asbuilt/core/model';
import type { Redis } from 'ioredis';

/** A server that has not answered by then is not waited for. */
const withinMs: Milliseconds = 5000;

/**
 * Asks a Redis server how many connections it accepts: `maxclients` of `INFO clients` (from 7.0 on), else of
 * `CONFIG GET`. Rejects when it cannot be asked, which its access list may see to.
 */
export async function askConnectionLimit(url: URL): Promise<number> {
  const { Redis } = await import('ioredis');
  const anyDatabase = new URL('/0', url);
  const client = new Redis(anyDatabase.href, {
    lazyConnect: true,
    connectTimeout: withinMs,
    commandTimeout: withinMs,
    retryStrategy: () => undefined,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    disableClientInfo: true,
  });
  // What breaks the connection fails the question, and says it better than "closed" does.
  let broken: Error | undefined;
  client.on('error', (error) => {
    broken ??= error;
  });
  try {
    await client.connect();
    return await ask(client);
  } catch (error) {
    throw broken ?? error;
  } finally {
    client.disconnect();
  }
}

async function ask(client: Redis): Promise<number> {
  const info = await client.info('clients').catch(() => '');
  const said = /^maxclients:(\d+)/m.exec(info)?.[1] ?? String(Object(await client.config('GET', 'maxclients'))[1]);
  const limit = Number(said);
  if (!Number.isInteger(limit) || limit < 1) throw new Error(`it says "${said}"`);
  return limit;
}
