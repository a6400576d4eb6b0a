import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plan } from '#derive/plan';
import { link } from '#overview/link';
import { read } from '#overview/read';
import { Events } from '#simulate/events';
import { type Forecast, forecast } from '#simulate/forecast';
import type { Scenario } from '#simulate/scenario';

const overview = (breaker: string): string => `# Harbour

## Services

| Service | Protocol |
| --- | --- |
| Gate | HTTP |
| Store | HTTP |

## Data Flow

1. User → Gate (asks)
2. Gate → Store (query)
3. Store → Gate (rows)
4. Gate → User (answer)

## Failure Modes

| Failure | Timeout |
| --- | --- |
| Store down | 2s |
| Gate down | 5s |

${breaker}

## SLOs

| Service | SLO |
| --- | --- |
| Gate | 99.9% |
`;

const breaker =
  '**Circuit Breaker:**\n\n- Open after 5 consecutive failures\n- Half-open after 30s\n- Close after 1 successful request\n';
const calm: Scenario = { load: 50, durationMs: 600_000, outages: [], serviceTimeMs: 10, seed: 7 };
const outage: Scenario = { ...calm, outages: [{ service: 'Store', fromMs: 120_000, toMs: 240_000 }] };

function run(document: string, scenario: Scenario): Forecast {
  const model = link(read(document));
  return forecast(model, plan(model), scenario);
}

describe('the forecast', () => {
  it('answers every request of a calm day, in about the time that the services take', () => {
    const { requests, good, p50Ms, edges } = run(overview(breaker), calm);
    expect(good).toBe(requests);
    // 50/s for 600 s: 30,000 expected, standard deviation 173.
    expect(Math.abs(requests - 30_000)).toBeLessThan(800);
    // The sum of two exponential times of 10 ms has its median at 16.78 ms.
    expect(p50Ms).toBeGreaterThan(16);
    expect(p50Ms).toBeLessThan(17.6);
    expect(edges.map(({ opens }) => opens)).toEqual([0, 0]);
  });

  it('loses the requests of an outage, and a breaker makes them fail at once instead of after the timeout', () => {
    const open = run(overview(''), outage);
    const guarded = run(overview(breaker), outage);
    expect(open.p99Ms).toBeGreaterThan(1_999);
    expect(guarded.p99Ms).toBeLessThan(200);
    const [gate, store] = guarded.edges;
    // Each opens once, and again after each trial that fails, every 30 s and 2 s of waiting. What the breaker before the
    // gate refuses never reaches the one before the store.
    expect([gate?.opens, store?.opens]).toEqual([4, 4]);
    expect(gate?.refused).toBeGreaterThan(4_000);
    expect(store?.refused).toBeLessThan(10);
    // The outage is 120 s; the breaker adds the time until its next trial, at most 32 s.
    expect(guarded.availability).toBeGreaterThan(1 - (120 + 33) / 600 - 0.01);
    expect(guarded.availability).toBeLessThan(1 - 120 / 600 + 0.01);
  });

  it('says what the outage takes of the error budget', () => {
    const [budget] = run(overview(breaker), outage).budgets;
    // About 150 s of 43.2 minutes.
    expect(budget?.used).toBeGreaterThan(120 / 2_592);
    expect(budget?.used).toBeLessThan(156 / 2_592);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(run(overview(breaker), outage)).toEqual(run(overview(breaker), outage));
    expect(run(overview(breaker), { ...calm, seed: 8 }).requests).not.toBe(run(overview(breaker), calm).requests);
  });

  it('forecasts nothing for a document without a flow', () => {
    expect(run('# Nothing\n', calm)).toMatchObject({ requests: 0, good: 0, availability: 1 });
  });
});

describe('the events', () => {
  it('happen in the order of their time, and of their planning within it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
        const events = new Events();
        const happened: [number, number][] = [];
        for (const [order, at] of times.entries()) events.plan(at, (now) => happened.push([now, order]));
        events.run();
        expect(happened).toEqual(
          times.map((at, order) => [at, order] as const).toSorted((a, b) => a[0] - b[0] || a[1] - b[1]),
        );
      }),
    );
  });
});
