import { describe, expect, test } from 'vitest';
import type { FaultEffect } from '#faults/fault';
import { ask, breaker, openEdge, startService, type TestEdge } from './kit.ts';

function inject(edge: TestEdge, effect: FaultEffect, forMs = 60_000): void {
  const now = edge.options.now();
  edge.faults.add({ edge: edge.plan.name, effect, endsAtMs: now + forMs }, now);
}

async function countingService(): Promise<{ calls: () => number; target: () => { host: string; port: number } }> {
  let calls = 0;
  const service = await startService((_request, response) => {
    calls += 1;
    response.end('fine');
  });
  return { calls: () => calls, target: service.target };
}

describe('a fault on an HTTP edge', () => {
  test('refuses calls in the place of the callee, and says so', async () => {
    const service = await countingService();
    const edge = await openEdge({ target: service.target });
    inject(edge, { kind: 'refuse' });
    const answer = await ask(edge);
    expect(answer.status).toBe(502);
    expect(answer.headers['asbuilt-policy']).toBe('fault=refuse');
    expect(JSON.parse(answer.body)).toMatchObject({ type: 'urn:asbuilt:problem:fault' });
    expect(service.calls()).toBe(0);
  });

  test('opens the breaker, as the failing callee would', async () => {
    const service = await countingService();
    const edge = await openEdge({ target: service.target, breaker });
    inject(edge, { kind: 'refuse' });
    for (let index = 0; index < 5; index += 1) await ask(edge);
    expect((await ask(edge)).headers['asbuilt-policy']).toBe('breaker=open');
    expect(edge.status().breaker).toBe('open');
  });

  test('ends by itself', async () => {
    const service = await countingService();
    const edge = await openEdge({ target: service.target });
    inject(edge, { kind: 'refuse' }, 1000);
    expect((await ask(edge)).status).toBe(502);
    edge.pass(1000);
    expect((await ask(edge)).status).toBe(200);
  });

  test('makes calls late, which the timeout notices', async () => {
    const service = await countingService();
    const edge = await openEdge({ target: service.target, timeoutMs: 300 });
    inject(edge, { kind: 'latency', ms: 100 });
    const late = await ask(edge);
    expect(late.status).toBe(200);
    expect(late.ms).toBeGreaterThan(95);
    expect(late.headers['asbuilt-policy']).toBe('fault=latency');
    inject(edge, { kind: 'latency', ms: 400 });
    const tooLate = await ask(edge);
    expect(tooLate.status).toBe(504);
    expect(tooLate.ms).toBeLessThan(450);
    expect(service.calls()).toBe(1);
  });

  test('answers the stated share of the calls with its status', async () => {
    const service = await countingService();
    const edge = await openEdge({ target: service.target });
    inject(edge, { kind: 'status', code: 503, share: 0.25 });
    let failed = 0;
    for (let index = 0; index < 400; index += 1) failed += (await ask(edge)).status === 503 ? 1 : 0;
    // Six standard deviations around 100.
    expect(failed).toBeGreaterThan(48);
    expect(failed).toBeLessThan(152);
    expect(service.calls()).toBe(400 - failed);
  });

  test('touches no other edge', async () => {
    const service = await countingService();
    const edge = await openEdge({ target: service.target });
    const now = edge.options.now();
    edge.faults.add({ edge: 'API → Database', effect: { kind: 'refuse' }, endsAtMs: now + 1000 }, now);
    expect((await ask(edge)).status).toBe(200);
  });
});

describe('the SLO ledger of an edge', () => {
  test('has answers as good, failures and refusals as bad, and clients that leave as neither', async () => {
    let status = 200;
    const service = await startService((request, response) => {
      if (request.url === '/hang') request.socket.resume();
      else response.writeHead(status).end();
    });
    const edge = await openEdge({ target: service.target, breaker, timeoutMs: 5000 });
    const totals = (): { good: number; bad: number } => edge.options.ledger.totals('API', 0, Number.MAX_SAFE_INTEGER);
    await ask(edge);
    status = 404;
    await ask(edge);
    expect(totals()).toEqual({ good: 2, bad: 0 });
    const leaving = new AbortController();
    const left = ask(edge, { path: '/hang', signal: leaving.signal }).catch((error: unknown) => error);
    await expect.poll(() => edge.status().inFlight).toBe(1);
    leaving.abort();
    await left;
    await expect.poll(() => edge.status().inFlight).toBe(0);
    expect(totals()).toEqual({ good: 2, bad: 0 });
    status = 500;
    for (let index = 0; index < 7; index += 1) await ask(edge);
    expect(totals()).toEqual({ good: 2, bad: 7 });
  });
});
