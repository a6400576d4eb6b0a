import { readFileSync } from 'node:fs';
import http from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { drills } from './conformance/drills.ts';
import { openAsbuilt } from './conformance/node-proxies.ts';
import { ask, breaker, openEdge, startService, type TestEdge, until } from './kit.ts';

// What docs/conformance.md publishes. `npm run bench conformance` holds other proxies against the same drills.

/** The table as it is published: what Asbuilt does, by the title of the drill. */
const published = new Map(
  readFileSync(new URL('../../../../docs/conformance.md', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => /^\| .* \| [✓✗]/.test(line))
    .map((line): [string, string] => {
      const [title = '', asbuilt = ''] = line.slice(2, -2).split(' | ');
      return [title, asbuilt];
    }),
);

describe('what any proxy should do', () => {
  test.each(drills)('$title', { timeout: 180_000 }, async ({ run, title }) => {
    const seen = await run(openAsbuilt);
    expect(seen).toMatchObject({ holds: true });
    expect(published.get(title)).toBe(`✓ ${seen.what}`);
  });

  test('is published, with nothing besides', () => {
    const titles = drills.map(({ title }) => title);
    expect([...published.keys()].slice(0, titles.length)).toEqual(titles);
  });
});

/** A callee that says 500, waits, or says 200, as it is told. */
async function callee(): Promise<{
  mood: '500' | 'waits' | '200';
  calls: number;
  waiting: http.ServerResponse[];
  target: TestEdge['options']['target'];
}> {
  const state: Awaited<ReturnType<typeof callee>> = { mood: '500', calls: 0, waiting: [], target: () => undefined };
  const { target } = await startService((_request, response) => {
    state.calls += 1;
    if (state.mood === 'waits') state.waiting.push(response);
    else response.writeHead(Number(state.mood)).end();
  });
  return Object.assign(state, { target });
}

async function askTimes(edge: TestEdge, times: number): Promise<void> {
  for (let index = 0; index < times; index += 1) await ask(edge);
}

describe('what the circuit breaker of an edge should do', () => {
  test('clients that leave never count as failures of the callee', async () => {
    const service = await callee();
    service.mood = 'waits';
    const edge = await openEdge({ target: service.target, breaker });
    for (let index = 0; index < 100; index += 1) {
      const client = http.get({ host: edge.host, port: edge.port, agent: false });
      client.on('error', () => undefined);
      await until(() => edge.status().inFlight === 1 && service.calls > index, 'the call reaches the callee');
      client.destroy();
      await until(() => edge.status().inFlight === 0, 'the call is over');
    }
    expect(edge.status()).toMatchObject({ breaker: 'closed', failures: 0, requests: 100 });
  });

  test('opens at exactly the fifth failure, and half-opens at exactly the stated time of the real clock', async () => {
    const service = await callee();
    const halfOpenAfterMs = 1500;
    const edge = await openEdge({ target: service.target, breaker: { ...breaker, halfOpenAfterMs } });
    const { now } = edge.options;
    await askTimes(edge, 4);
    expect(edge.status().breaker).toBe('closed');
    const fifth = ask(edge);
    let lastClosed = now();
    for (let at = lastClosed; edge.status().breaker === 'closed'; at = now()) {
      lastClosed = at;
      await nextTurn();
    }
    const firstOpen = now();
    await fifth;
    let lastOpen = firstOpen;
    for (let at = now(); edge.status().breaker === 'open'; at = now()) {
      lastOpen = at;
      await nextTurn();
    }
    const halfOpen = now();
    // It opened and half-opened between these moments; however busy the machine is, they are on either side of the stated time.
    expect(lastOpen).toBeLessThan(firstOpen + halfOpenAfterMs + 10);
    expect(halfOpen).toBeGreaterThan(lastClosed + halfOpenAfterMs - 10);
    expect(service.calls).toBe(5);
  });

  test('half open, it lets exactly one of a hundred calls through', async () => {
    const service = await callee();
    const edge = await openEdge({ target: service.target, breaker });
    await askTimes(edge, 5);
    service.mood = 'waits';
    edge.pass(30_000);
    const answers = Promise.all(Array.from({ length: 100 }, () => ask(edge)));
    await until(
      () => edge.status().requests === 5 + 99 && service.calls > 5,
      '99 calls are refused, and one is with the callee',
    );
    expect(service.calls).toBe(6);
    service.waiting[0]?.end('fine');
    const statuses = (await answers).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 503)).toHaveLength(99);
    expect(edge.status().breaker).toBe('closed');
    expect(service.calls).toBe(6);
  });
});
