import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CallEdge } from '#library/call-edge';
import { callEdges } from '#library/call-edges';
import { CallError } from '#library/call-error';
import type { CallPolicies } from '#library/call-host';
import { watchDeadlines } from '#library/call-host';
import { deadlineOf } from '#library/deadline-of';

const trouble = new Error('The callee fails.');

let ahead = 0;
/** The real clock, which a test may make go forward. */
const now = (): number => performance.now() + ahead;

/** An edge on the real clock, with no chance in its pauses. */
function edgeWith(policies: Omit<CallPolicies, 'name'>): CallEdge {
  return new CallEdge({ name: 'API → Auth', ...policies }, { now, random: () => 0, deadlines: watchDeadlines(now) });
}

function kindOf(calling: Promise<unknown>): Promise<unknown> {
  return calling.then(
    (value) => value,
    (error: unknown) => (error instanceof CallError ? error.kind : error),
  );
}

const likePromise = '{"then":"later"}';

/** A promise that cannot be waited for. */
const broken = new Proxy(Promise.resolve(), {
  get: () => () => {
    throw trouble;
  },
});

describe('a call on an edge', () => {
  it('answers what the function answers, and rejects with what it rejects with', async () => {
    const edge = edgeWith({});
    expect(await edge.call(() => Promise.resolve(7))).toBe(7);
    await expect(edge.call(() => Promise.reject(trouble))).rejects.toBe(trouble);
    await expect(
      edge.call(() => {
        throw trouble;
      }),
    ).rejects.toBe(trouble);
    expect(edge.status()).toMatchObject({ calls: 3, failures: 2, inFlight: 0 });
  });

  it('answers what is there already, and takes what only looks like a promise for what it is', async () => {
    const edge = edgeWith({
      timeoutMs: 5_000,
      breaker: { opensAfterFailures: 1, halfOpenAfterMs: 1, closesAfterSuccesses: 1 },
    });
    expect(await edge.call(() => 7)).toBe(7);
    expect(await edge.call(() => undefined)).toBeUndefined();
    expect(await edge.call((): unknown => JSON.parse(likePromise))).toEqual(JSON.parse(likePromise));
    expect(edge.status()).toMatchObject({ failures: 0, breaker: 'closed', inFlight: 0 });
    await expect(edge.call(() => broken)).rejects.toBe(trouble);
    expect(edge.status()).toMatchObject({ failures: 1, inFlight: 0 });
  });

  it('leaves no place taken when what judges its failures fails itself', async () => {
    const edge = edgeWith({ concurrency: 1, retry: { retries: 3, baseMs: 1, capMs: 1 } });
    const mistake = new Error('a mistake');
    const isTrouble = (): boolean => {
      throw mistake;
    };
    await expect(edge.call(() => Promise.reject(trouble), { isTrouble, repeatable: true })).rejects.toBe(mistake);
    expect(edge.status()).toMatchObject({ calls: 1, failures: 1, inFlight: 0, retries: 0 });
  });

  it('has the deadline that the header of a request says, and none where it says nothing', async () => {
    for (const said of [undefined, null, '', 'soon', '-1', '1.5', '1e9', '9'.repeat(12), ['5', '6']])
      expect(deadlineOf(said)).toBe(Number.POSITIVE_INFINITY);
    const left = deadlineOf('500') - performance.now();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(500);
    const edge = edgeWith({});
    expect(
      await kindOf(edge.call(() => sleep(60_000, undefined, { ref: false }), { deadline: deadlineOf('40') })),
    ).toBe('timeout');
    await expect(edge.call(() => 1, { deadline: Number.NaN })).rejects.toThrow('the deadline of a call is no number');
    expect(edge.status()).toMatchObject({ failures: 0, inFlight: 0 });
  });

  it('is given up at the timeout, is told so, and an answer that comes later changes nothing', async () => {
    const edge = edgeWith({ timeoutMs: 60 });
    let reason: unknown;
    const startedAt = performance.now();
    const kind = await kindOf(
      edge.call(
        (signal) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => {
              reason = signal.reason;
            });
            setTimeout(resolve, 120);
          }),
      ),
    );
    expect(kind).toBe('timeout');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(60);
    expect(reason).toBeInstanceOf(CallError);
    await sleep(100);
    expect(edge.status()).toMatchObject({ calls: 1, failures: 1, inFlight: 0 });
  });

  it('does not outlive its caller, which says nothing about the callee', async () => {
    const edge = edgeWith({
      timeoutMs: 60_000,
      breaker: { opensAfterFailures: 1, halfOpenAfterMs: 60_000, closesAfterSuccesses: 1 },
    });
    const deadline = now() + 30;
    expect(await kindOf(edge.call(() => sleep(5_000, undefined, { ref: false }), { deadline }))).toBe('timeout');
    expect(await kindOf(edge.call(() => Promise.resolve('late'), { deadline }))).toBe('timeout');
    expect(edge.status()).toMatchObject({ failures: 0, breaker: 'closed' });
  });

  it('opens the breaker after as many failures as stated, lets one trial through, and closes it', async () => {
    const edge = edgeWith({ breaker: { opensAfterFailures: 3, halfOpenAfterMs: 60_000, closesAfterSuccesses: 1 } });
    for (let failure = 0; failure < 3; failure += 1) {
      expect(edge.status().breaker).toBe('closed');
      await expect(edge.call(() => Promise.reject(trouble))).rejects.toBe(trouble);
    }
    let wasCalled = false;
    const refusal = edge.call(() => {
      wasCalled = true;
      return Promise.resolve();
    });
    await expect(refusal).rejects.toMatchObject({ kind: 'breaker-open', edge: 'API → Auth' });
    expect(wasCalled).toBe(false);
    ahead += 60_000;
    const trial = edge.call(() => sleep(20, 'trial'));
    expect(await kindOf(edge.call(() => Promise.resolve()))).toBe('breaker-open');
    expect(await trial).toBe('trial');
    expect(edge.status().breaker).toBe('closed');
  });

  it('is tried again where that is safe, and only then', async () => {
    const edge = edgeWith({ retry: { retries: 2, baseMs: 1, capMs: 1 } });
    let tries = 0;
    const failing = (): Promise<never> => {
      tries += 1;
      return Promise.reject(trouble);
    };
    await expect(edge.call(failing, { repeatable: true })).rejects.toBe(trouble);
    expect(tries).toBe(3);
    await expect(edge.call(failing)).rejects.toBe(trouble);
    expect(tries).toBe(4);
    await expect(edge.call(failing, { repeatable: true, isTrouble: () => false })).rejects.toBe(trouble);
    expect(tries).toBe(5);
    expect(edge.status()).toMatchObject({ retries: 2 });
  });

  it('spends no more on trying again than the budget has', async () => {
    const edge = edgeWith({ retry: { retries: 1, baseMs: 0, capMs: 0 } });
    const calls = Array.from({ length: 300 }, () =>
      kindOf(edge.call(() => Promise.reject(trouble), { repeatable: true })),
    );
    await Promise.all(calls);
    // 100 saved up, a fifth of 300 calls, and ten for each second that this took.
    expect(edge.status().retries).toBeGreaterThanOrEqual(100);
    expect(edge.status().retries).toBeLessThan(300);
  });

  it('is refused while as many are under way as the callee is laid out for', async () => {
    const edge = edgeWith({ concurrency: 2 });
    const slow = [edge.call(() => sleep(30)), edge.call(() => sleep(30))];
    expect(await kindOf(edge.call(() => Promise.resolve()))).toBe('full');
    await Promise.all(slow);
    expect(await edge.call(() => Promise.resolve('in'))).toBe('in');
  });

  it('ends when its caller leaves, before and during it, and leaves no place taken', async () => {
    const edge = edgeWith({ concurrency: 1, timeoutMs: 60_000, retry: { retries: 1, baseMs: 1, capMs: 1 } });
    const leaving = new AbortController();
    let isTold = false;
    const running = edge.call(
      (signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            isTold = true;
          });
        }),
      { signal: leaving.signal },
    );
    leaving.abort();
    await expect(running).rejects.toThrow('aborted');
    expect(isTold).toBe(true);
    await expect(edge.call(() => Promise.resolve(), { signal: leaving.signal })).rejects.toThrow('aborted');
    expect(edge.status()).toMatchObject({ failures: 0, inFlight: 0 });
    expect(await edge.call(() => Promise.resolve('free'))).toBe('free');
  });
});

describe('the edges of an overview', () => {
  const overview = `# Shop

## Services

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| API | sells | REST | HTTP |
| Auth | knows users | REST | HTTP |

## Data Flow

1. User → API (order)
2. API → Auth (who)
3. Auth → API (them)
4. API → User (done)

## Failure Modes

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
| Auth down | High | Retry | 50ms |
`;

  it('have the policies that the overview states', async () => {
    const edges = callEdges(overview);
    const edge = edges.edge('API', 'Auth');
    expect(edge.policies).toMatchObject({ name: 'API → Auth', timeoutMs: 50, retry: { retries: 1 } });
    expect(edges.edge('API', 'Auth service')).toBe(edge);
    expect(await kindOf(edge.call(() => sleep(5_000, undefined, { ref: false })))).toBe('timeout');
    expect(() => edges.edge('API', 'Auht')).toThrow('Did you mean API → Auth?');
  });

  it('are none where the profile is none', () => {
    expect(() => callEdges(overview, 'http_port: 80\nservces: {}')).toThrow(/^Line 2 of the profile: .*`servces`/);
  });
});
