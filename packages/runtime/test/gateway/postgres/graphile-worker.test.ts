import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import { expect, onTestFinished, test } from 'vitest';
import { openPostgresEdge, startPostgres, through } from './server.ts';

test('a job queue works through an edge: it listens for jobs, and takes each as soon as it is added', async () => {
  const { server, stop } = await startPostgres();
  onTestFinished(stop);
  const edge = await openPostgresEdge({
    target: () => ({ host: server.host, port: server.port }),
    timeoutMs: 5000,
    breaker: { opensAfterFailures: 3, halfOpenAfterMs: 30_000, closesAfterSuccesses: 1 },
  });
  const connectionString = through(edge, server);
  const logger = new Logger(() => () => undefined);
  const done: unknown[] = [];
  // It looks for jobs by itself so rarely that it must have heard of those that it took.
  const worker = await run({
    connectionString,
    logger,
    noHandleSignals: true,
    pollInterval: 600_000,
    concurrency: 4,
    taskList: { count: (payload) => void done.push(payload) },
  });
  const utils = await makeWorkerUtils({ connectionString, logger });
  try {
    for (let n = 0; n < 30; n += 1) await utils.addJob('count', { n });
    await expect.poll(() => done.length, { timeout: 60_000 }).toBe(30);
    expect(edge.status()).toMatchObject({ failures: 0, breaker: 'closed' });
    expect(edge.options.ledger.totals('Database', 0, Number.MAX_SAFE_INTEGER).bad).toBe(0);
  } finally {
    await utils.release();
    await worker.stop();
  }
});
