import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { startReceiver } from '../telemetry/receiver.ts';
import { type Ask, ask, breaker, openEdge, startService, type TestPlan, until } from './kit.ts';
import { spansOf, tracing } from './spans.ts';

const standsIn = { status: 200, contentType: 'text/plain', body: Buffer.from('later') };
const cache = { tiers: [{ name: 'CDN', ttlMs: 1_000, holds: 'anything' }], staleIfError: true } as const;
const opensAtOnce = { ...breaker, opensAfterFailures: 1 };
const failing: Ask = { path: '/?fail' };

interface Case {
  readonly plan: TestPlan;
  /** What is asked before, and the clock passes two seconds then. */
  readonly before?: readonly Ask[];
  /** The service fails from then on, whatever it is asked. */
  readonly isDown?: true;
  /** What the service is still busy with. */
  readonly meanwhile?: Ask;
  readonly asks: Ask;
}

test.each<[string, Case]>([
  ['retry=2', { plan: { retry: { retries: 2, baseMs: 1, capMs: 1 } }, asks: failing }],
  ['timeout=50', { plan: { timeoutMs: 50 }, asks: { path: '/?hang' } }],
  ['deadline=caller', { plan: {}, asks: { path: '/?hang', headers: { 'asbuilt-deadline-ms': '50' } } }],
  ['breaker=open', { plan: { breaker: opensAtOnce }, before: [failing], asks: {} }],
  ['breaker=open, fallback=static', { plan: { breaker: opensAtOnce, standsIn }, before: [failing], asks: {} }],
  ['fallback=stale', { plan: { entry: true, cache }, before: [{}], isDown: true, asks: {} }],
  [
    'breaker=open, fallback=stale',
    { plan: { entry: true, cache, breaker: opensAtOnce }, before: [{}, failing], asks: {} },
  ],
  ['shed=concurrency', { plan: { concurrency: 1 }, meanwhile: { path: '/?hang' }, asks: {} }],
  [
    'rate-limit=exceeded',
    {
      plan: { entry: true, guard: { trustedProxies: 0, rateLimit: { requests: 1, perMs: 3_600_000 } } },
      before: [{}],
      asks: {},
    },
  ],
])(
  '%s is on the answer, in the log, in the metrics and on the span',
  async (said, { plan, before = [], isDown, meanwhile, asks }) => {
    let fails = false;
    const held: ServerResponse[] = [];
    const service = await startService((request, response) => {
      if (request.url?.includes('hang') === true) return void held.push(response);
      response.writeHead(fails || request.url?.includes('fail') === true ? 503 : 200).end('answer');
    });
    const receiver = await startReceiver();
    const reporting = tracing({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url.href });
    const edge = await openEdge({ target: service.target, reporting, ...plan });
    for (const first of before) await ask(edge, first);
    if (before.length > 0) edge.pass(2_000);
    fails = isDown === true;
    const busy = meanwhile && ask(edge, meanwhile);
    if (busy !== undefined) await until(() => edge.status().inFlight === 1, 'the service is busy');
    const { headers } = await ask(edge, asks);
    for (const response of held) response.end();
    await busy;
    expect(headers['asbuilt-policy']).toBe(said);
    await until(() => edge.lines().some(({ policy }) => policy === said), 'the log has it');
    await until(
      () => spansOf(receiver).some(({ attributes }) => attributes['asbuilt.policy'] === said),
      'a span has it',
    );
    const metrics = await edge.options.telemetry.metrics.text();
    // Retries are counted, and how many there were for one call is not told apart.
    for (const act of said.split(', '))
      expect(metrics).toMatch(
        new RegExp(`^asbuilt_edge_policy_acts_total\\{.*policy="${act.replace(/^retry=.*/, 'retry')}`, 'm'),
      );
  },
);
