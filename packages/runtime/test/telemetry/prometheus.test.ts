import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifacts } from '@asbuilt/core/artifacts';
import { link, read } from '@asbuilt/core/overview';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { RunningSystem } from '../../src/index.ts';
import { eventually, oneService, running, sample, scratch } from '../sample-system.ts';
import { hasPrometheus, type PrometheusServer, startPrometheus } from './prometheus-server.ts';

const withObjective = `${oneService.overview}
## SLO Error Budgets

| Service | SLO | Error Budget | Notes |
|---|---|---|---|
| Web | 90% | 10% downtime/month | |

## Failure Modes

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
| Web down | High | Circuit breaker | 5s |

**Circuit breaker:**

- Open after 100000 failures
- Half-open after 30s
- Close after 1 success
`;
const profile =
  'http_port: PORT\nservices:\n  Web: { command: node server.mjs, health: /health, starts_within: 60s }\n';

function derived(path: string): string {
  const artifact = artifacts.find((one) => one.path === path);
  if (artifact === undefined) throw new Error(`nothing is derived at ${path}`);
  return artifact.derive({ file: 'overview.md', model: link(read(withObjective)) });
}

/** Calls the public entry, a few at a time. */
async function call({ entryUrl }: RunningSystem, times: number, headers: HeadersInit = {}): Promise<void> {
  const page = (): Promise<string> => fetch(`${entryUrl}/page`, { headers }).then((got) => got.text());
  for (let left = times; left > 0; left -= 20) {
    const some = Array.from({ length: Math.min(20, left) }, page);
    await Promise.all(some);
  }
}

/** Calls, and leaves before there is an answer. */
async function leave(system: RunningSystem, times: number): Promise<void> {
  const left = new AbortController();
  const calls = Array.from({ length: times }, () =>
    fetch(system.entryUrl, { signal: left.signal }).catch(() => 'left'),
  );
  await eventually(() => system.status().edges[0]?.inFlight === times, 60_000);
  left.abort();
  expect(await Promise.all(calls)).toEqual(calls.map(() => 'left'));
}

/** Severities of alerts that fire. */
async function firing(prometheus: PrometheusServer): Promise<readonly string[]> {
  const alerts = await prometheus.query('ALERTS{alertname="ErrorBudgetBurns",alertstate="firing",service="Web"}');
  return alerts.map(({ metric }) => metric['severity'] ?? '').toSorted();
}

const dashboard = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
});
const exemplars = z.array(z.object({ exemplars: z.array(z.object({ labels: z.object({ trace_id: z.string() }) })) }));

describe.skipIf(!hasPrometheus)('a real Prometheus that scrapes the gateway', () => {
  test('sees what the derived rules record, fires while a budget burns, and stops; the dashboard shows what it sees', {
    timeout: 600_000,
  }, async () => {
    const directory = await scratch();
    const system = await running(await sample(profile, { directory, overview: withObjective }));
    const control = new URL(system.controlUrl);
    const prometheus = await startPrometheus(control, derived('observability/prometheus-rules.yml'));
    const seen = (expression: string): Promise<boolean> =>
      prometheus.query(expression).then((found) => found.some(({ value }) => value > 0));
    await eventually(() => seen('count(asbuilt_edge_requests_total)'), 60_000);

    await call(system, 40);
    const token = await readFile(join(directory, '.asbuilt', 'token'), 'utf8');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const breakWeb = async (effect: object): Promise<void> => {
      const body = JSON.stringify({ service: 'Web', effect, forMs: 300_000 });
      expect((await fetch(new URL('/faults', control), { method: 'POST', headers, body })).status).toBe(201);
    };
    const mend = async (): Promise<void> => {
      expect((await fetch(new URL('/faults', control), { method: 'DELETE', headers })).status).toBe(200);
    };

    // Who leaves before the answer is no failure, and nobody's budget is the larger for it.
    await breakWeb({ kind: 'latency', ms: 100_000 });
    await leave(system, 30);
    await eventually(() => seen('asbuilt_edge_requests_total{to="Web",code="499"} == 30'), 60_000);
    expect(await seen('asbuilt_edge_judged_total{to="Web"} == 40')).toBe(true);
    await mend();
    await breakWeb({ kind: 'status', code: 500, share: 1 });

    const mark = createHmac('sha256', token).update('asbuilt-drill').digest('base64url');
    await eventually(async () => {
      await call(system, 40, { 'asbuilt-drill': mark });
      return seen('increase(asbuilt_edge_drill_failures_total{to="Web"}[5m])');
    }, 60_000);
    await eventually(() => seen('to:asbuilt_edge_judged:sum{to="Web"}'), 60_000);
    expect(await prometheus.query('to:asbuilt_edge_failures:sum{to="Web"} > 0')).toEqual([]);
    expect(await firing(prometheus)).toEqual([]);

    await eventually(async () => {
      await call(system, 40);
      return (await firing(prometheus)).join(' ') === 'page ticket';
    }, 60_000);
    for (const window of ['5m', '30m', '1h', '2h', '6h', '1d', '3d', '30d']) {
      await eventually(() => seen(`to:asbuilt_edge_failures:ratio_increase${window}{to="Web"}`), 60_000);
    }
    await eventually(async () => (await prometheus.query('to:asbuilt_error_budget:left_ratio{to="Web"}')).length === 1);

    await mend();
    await eventually(async () => {
      await call(system, 400);
      return (await firing(prometheus)).length === 0;
    }, 90_000);

    const { panels } = dashboard.parse(JSON.parse(derived('observability/grafana-dashboard.json')));
    for (const { title, targets } of panels) {
      for (const { expr } of targets) {
        const expression = expr.replaceAll('$service', '.*').replaceAll('$__rate_interval', '1m');
        expect({ title, shows: (await prometheus.query(expression)).length }).not.toEqual({ title, shows: 0 });
      }
    }

    const name = 'asbuilt_edge_request_duration_seconds_bucket';
    const now = Date.now() / 1000;
    const kept = exemplars.parse(
      await prometheus.get(`/api/v1/query_exemplars?query=${name}&start=${now - 600}&end=${now + 60}`),
    );
    const traces = kept.flatMap((one) => one.exemplars.map(({ labels }) => labels.trace_id));
    expect(traces.length).toBeGreaterThan(0);
    for (const trace of traces) expect(trace).toMatch(/^[0-9a-f]{32}$/);
  });
});
