import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

/** Two services with everything that a forecast uses. */
const shop = `# Shop

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Desk | takes orders | REST | HTTP |
| Store | keeps orders | SQL | Postgres protocol |

## Data Flow

1. Buyer → Desk (order)
2. Desk → Store (insert)
3. Store → Desk (done)
4. Desk → Buyer (receipt)

## Failure Modes & Timeouts

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
| Desk down | High | Retry | 10s |
| Store down | High | Retry | 4s |

**Circuit Breaker:**

- Open after 5 consecutive failures
- Half-open after 30s
- Close after 1 successful request

## SLO Error Budgets

| Service | SLO | Error Budget | Notes |
|---|---|---|---|
| Store | 99.9% | 0.1% downtime/month | ~43 min/month |
`;

const foreseen = z.object({
  requests: z.number(),
  good: z.number(),
  scenario: z.unknown(),
  edges: z.array(z.object({ name: z.string(), timedOut: z.number(), opens: z.number() })),
  budgets: z.array(z.object({ service: z.string(), used: z.number() })),
});

async function simulate(...argv: readonly string[]): Promise<z.infer<typeof foreseen>> {
  const folder = await temporaryFolder({ 'overview.md': shop });
  const { out } = await runCli(folder, ['simulate', ...argv, '--format', 'json']);
  return foreseen.parse(JSON.parse(out));
}

describe('asbuilt simulate', () => {
  it('says what was played, what came of it and what was taken for granted', async () => {
    const folder = await temporaryFolder({ 'overview.md': shop });
    const { code, out, err } = await runCli(folder, ['simulate']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^overview\.md: 10 requests per second for 10 min, seed 1\n/);
    expect(out).toMatch(/^\d{4} requests, \d{4} good: availability (?:100|99\.\d+) %$/m);
    expect(out).toMatch(/^answered in \d+(?:\.\d+)? ms \(p50\), \d+ ms \(p99\)$/m);
    expect(out).toMatch(/^Desk → Store +\d+ +0 +\d+ +0$/m);
    expect(out).toMatch(/^Store +99\.9 % +(?:less than )?\d+(?:\.\d+)? %$/m);
    expect(out).toContain('- each service takes 20 ms of its own');
  });

  it('lets a service be down from a third of the time on', async () => {
    const calm = await simulate('--for', '6m');
    const { scenario, edges, requests, good } = await simulate('--for', '6m', '--down', 'Store:1m');
    expect(scenario).toMatchObject({
      durationMs: 360_000,
      outages: [{ service: 'Store', fromMs: 120_000, toMs: 180_000 }],
    });
    expect(edges.find(({ name }) => name === 'Desk → Store')?.opens).toBeGreaterThan(0);
    expect(edges.find(({ name }) => name === 'Desk → Store')?.timedOut).toBeGreaterThan(0);
    expect(good / requests).toBeLessThan(calm.good / calm.requests);
  });

  it('takes several outages, and names as the overview resolves them', async () => {
    const { scenario } = await simulate('--down', 'the Store:30s, desk:1m');
    expect(scenario).toMatchObject({ outages: [{ service: 'Store' }, { service: 'Desk', toMs: 260_000 }] });
  });

  it('foresees the same for the same seed, and something else for another', async () => {
    const [one, same, other] = [
      await simulate('--seed', '7'),
      await simulate('--seed', '7'),
      await simulate('--seed', '8'),
    ];
    expect(one).toEqual(same);
    expect(other.requests).not.toBe(one.requests);
  });

  it('exits with 1 when the scenario would spend an error budget', async () => {
    const folder = await temporaryFolder({ 'overview.md': shop.replace('99.9%', '99.9999%') });
    const { code, out } = await runCli(folder, ['simulate', '--load', '20', '--down', 'Store:3m']);
    expect(code).toBe(1);
    expect(out).toMatch(/^Store +99\.999 % +[\d,.]+ %: spent$/m);
  });

  it.each([
    ['a load that is no number', ['--load', 'many'], '--load many: give a number of 0.001 or more, e.g. 10.'],
    [
      'a time without a unit',
      ['--for', '30'],
      '--for 30 is not a length of time: write it with its unit, e.g. 30s, 10m or 30d.',
    ],
    [
      'an outage without a time',
      ['--down', 'Store'],
      '--down Store: name a service and for how long it is down, e.g. --down Database:2m.',
    ],
    [
      'a service that is not there',
      ['--down', 'Stor:1m'],
      '--down: the overview names no service Stor. Did you mean Store?',
    ],
    [
      'more requests than anybody waits for',
      ['--load', '1000', '--for', '7d'],
      'that is about 604,800,000 requests, and a forecast plays at most 5,000,000: lower --load or --for.',
    ],
  ])('exits with 2 for %s', async (_, argv, message) => {
    const folder = await temporaryFolder({ 'overview.md': shop });
    expect(await runCli(folder, ['simulate', ...argv])).toEqual({ code: 2, out: '', err: `asbuilt: ${message}\n` });
  });

  it('exits with 2 for an overview without a request flow', async () => {
    const folder = await temporaryFolder({ 'overview.md': '# Nothing flows here\n' });
    const { code, err } = await runCli(folder, ['simulate']);
    expect(code).toBe(2);
    expect(err).toContain('overview.md has no request flow that reaches a service');
  });
});
