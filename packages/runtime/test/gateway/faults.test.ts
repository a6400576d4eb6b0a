import { describe, expect, test } from 'vitest';
import type { FaultEffect } from '#faults/fault';
import { ask, breaker, openEdge, send, startService, type TestEdge } from './kit.ts';

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
    const patient = await openEdge({ target: service.target, timeoutMs: 60_000 });
    inject(patient, { kind: 'latency', ms: 100 });
    const late = await ask(patient);
    expect(late.status).toBe(200);
    expect(late.ms).toBeGreaterThan(95);
    expect(late.headers['asbuilt-policy']).toBe('fault=latency');
    const edge = await openEdge({ target: service.target, timeoutMs: 300 });
    inject(edge, { kind: 'latency', ms: 60_000 });
    const tooLate = await ask(edge);
    expect(tooLate.status).toBe(504);
    expect(tooLate.ms).toBeLessThan(30_000);
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

/** A callee with an answer of so many bytes. */
async function largeService(bytes: number): Promise<{ target: () => { host: string; port: number } }> {
  const { target } = await startService((request, response) => {
    request.resume().once('end', () => response.setHeader('content-length', bytes).end(Buffer.alloc(bytes, 'x')));
  });
  return { target };
}

describe('a fault on an answer of an HTTP edge', () => {
  test.each(['reset', 'truncate'] as const)(
    '%s: what came until then is passed on, and the client is told',
    async (kind) => {
      const edge = await openEdge({ ...(await largeService(100_000)), breaker });
      inject(edge, { kind, afterBytes: 1000 });
      const response = await send(edge, { agent: false });
      let got = 0;
      const error = await new Promise<unknown>((resolve) => {
        response.on('data', (chunk) => {
          got += chunk.length;
        });
        response.once('error', resolve);
        response.once('end', resolve);
      });
      expect(error).toMatchObject({ code: 'ECONNRESET' });
      expect(got).toBe(1000);
      await expect.poll(() => edge.status()).toMatchObject({ failures: 1, inFlight: 0 });
    },
  );

  test('a reset before the first byte is answered 502', async () => {
    const edge = await openEdge(await largeService(10));
    inject(edge, { kind: 'reset', afterBytes: 0 });
    const answer = await ask(edge);
    expect(answer).toMatchObject({ status: 502, headers: { 'asbuilt-policy': 'fault=reset' } });
  });

  test('a bandwidth makes it slow, either way, and loses nothing', async () => {
    const edge = await openEdge(await largeService(20_000));
    inject(edge, { kind: 'bandwidth', bytesPerSecond: 40_000 });
    const answer = await ask(edge);
    expect(answer.body).toHaveLength(20_000);
    expect(answer.ms).toBeGreaterThan(400);
    const sent = await ask(edge, { method: 'POST', body: Buffer.alloc(20_000) });
    expect(sent.body).toHaveLength(20_000);
    expect(sent.ms).toBeGreaterThan(800);
  });

  test('a slow body comes in pieces, until the timeout strikes', async () => {
    const edge = await openEdge({ ...(await largeService(100)), timeoutMs: 2000 });
    inject(edge, { kind: 'pieces', bytes: 10, pauseMs: 300 });
    const response = await send(edge, { agent: false });
    const pieces: number[] = [];
    response.on('data', (chunk) => void pieces.push(chunk.length));
    const error = await new Promise<unknown>((resolve) => response.once('error', resolve));
    expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(pieces.length).toBeGreaterThan(1);
    expect(Math.max(...pieces)).toBe(10);
    expect(edge.status()).toMatchObject({ failures: 1 });
  });

  test('a black hole lets nothing through until the timeout, and all of it once it is removed', async () => {
    const service = await countingService();
    const edge = await openEdge({ target: service.target, timeoutMs: 200 });
    inject(edge, { kind: 'black-hole' });
    const answer = await ask(edge);
    expect(answer).toMatchObject({ status: 504, headers: { 'asbuilt-policy': 'fault=black-hole, timeout=200' } });
    expect(service.calls()).toBe(0);
    const patient = await openEdge({ target: service.target });
    inject(patient, { kind: 'black-hole' });
    const held = ask(patient);
    await expect.poll(() => patient.status().inFlight).toBe(1);
    for (const { id } of patient.faults.list(patient.options.now())) patient.faults.remove(id);
    expect((await held).status).toBe(200);
  });

  test('a client that leaves ends it, and the connection serves the next', async () => {
    const edge = await openEdge(await largeService(100_000));
    inject(edge, { kind: 'bandwidth', bytesPerSecond: 1000 });
    const response = await send(edge, { agent: false });
    response.on('error', () => undefined);
    response.destroy();
    await expect.poll(() => edge.status().inFlight).toBe(0);
    for (const { id } of edge.faults.list(edge.options.now())) edge.faults.remove(id);
    expect((await ask(edge)).body).toHaveLength(100_000);
    expect(edge.status()).toMatchObject({ failures: 0 });
  });

  test('the same seed fails the same calls', async () => {
    const service = await countingService();
    const failedWith = async (seed: number): Promise<string> => {
      const edge = await openEdge({ target: service.target });
      inject(edge, { kind: 'status', code: 503, share: 0.5, seed });
      const statuses: number[] = [];
      for (let index = 0; index < 24; index += 1) statuses.push((await ask(edge)).status);
      return statuses.join();
    };
    const first = await failedWith(7);
    expect(await failedWith(7)).toBe(first);
    expect(await failedWith(8)).not.toBe(first);
    expect(new Set(first.split(','))).toEqual(new Set(['200', '503']));
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
