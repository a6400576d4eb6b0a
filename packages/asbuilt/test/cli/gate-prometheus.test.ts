import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type EdgeMeter } from '../../../runtime/src/telemetry/edge-meter.ts';
import { Metrics } from '../../../runtime/src/telemetry/metrics.ts';
import { hasPrometheus, startPrometheus } from '../../../runtime/test/telemetry/prometheus-server.ts';
import { objectives } from '../gate/recorded.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

/** The metrics of a gateway with one edge, served as its control server does. */
async function gateway(): Promise<{ readonly url: URL; readonly store: EdgeMeter }> {
  const metrics = new Metrics();
  const store = metrics.open({ edge: 'Desk → Store', from: 'Desk', to: 'Store' });
  store.codes.set('ok', 0);
  const server = createServer((request, response) => {
    metrics.expose(request.headers.accept).then(
      ({ contentType, text }) => {
        response.writeHead(200, { 'content-type': contentType }).end(text);
      },
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gateway listens on no port');
  return { url: new URL(`http://127.0.0.1:${address.port}`), store };
}

const patience = { timeout: 60_000 };

function answer(meter: EdgeMeter, good: number, bad: number): void {
  meter.judged += good + bad;
  for (let index = 0; index < good; index += 1) meter.record('ok', 1, 0);
  for (let index = 0; index < bad; index += 1) meter.record('unreachable', 1, 0);
  for (let index = 0; index < bad; index += 1) meter.fail();
}

/** Calls whose client left before the answer. */
function leave(meter: EdgeMeter, times: number): void {
  for (let index = 0; index < times; index += 1) meter.record('client-left', 1, 0);
}

/** Calls of drills, all of which fail. */
function drill(meter: EdgeMeter, bad: number): void {
  for (let index = 0; index < bad; index += 1) {
    meter.recordDrill(1, 0);
    meter.fail(true);
  }
}

describe.skipIf(!hasPrometheus)('asbuilt gate by a real Prometheus', () => {
  it('passes while the budget holds, fails once it is spent, and an override is kept beside the ledger', {
    timeout: 600_000,
  }, async () => {
    const { url, store } = await gateway();
    const prometheus = await startPrometheus(url);
    const root = await temporaryFolder({ 'overview.md': objectives });
    const gate = (...more: readonly string[]): ReturnType<typeof runCli> =>
      runCli(root, ['gate', '--prometheus', prometheus.url, ...more]);
    const counted = (atLeast: number): Promise<void> =>
      expect
        .poll(() => prometheus.query('sum(asbuilt_edge_requests_total) or vector(0)'), { timeout: 60_000 })
        .toEqual([{ metric: {}, value: atLeast }]);

    await expect.poll(() => prometheus.query('asbuilt_edge_failures_total'), { timeout: 60_000 }).toHaveLength(1);
    answer(store, 10_000, 0);
    await counted(10_000);
    await expect.poll(async () => (await gate()).out, { timeout: 60_000 }).toMatch(/^within {2}Store: 0 of [1-9]/m);
    const well = await gate();
    expect(well.code).toBe(0);
    expect(well.out).toContain('unknown Desk: no requests recorded');

    drill(store, 5_000);
    const drilled = /^Calls of drills are in no budget: [\d,]+ of Store\.$/m;
    await expect
      .poll(async () => (await runCli(root, ['slo', '--prometheus', prometheus.url])).out, patience)
      .toMatch(drilled);
    const afterDrill = await gate();
    expect([afterDrill.code, afterDrill.out]).toEqual([0, expect.stringMatching(/^within {2}Store: 0 of [1-9]/m)]);

    // Who leaves makes no budget larger: all that was judged is what `answer` counted.
    leave(store, 1_000_000);
    await counted(1_010_000);
    const left = await gate();
    expect(Number(/Store: 0 of ([\d,]+)/.exec(left.out)?.[1]?.replaceAll(',', ''))).toBeLessThan(50_000);

    answer(store, 1_000, 9_000);
    await counted(1_020_000);
    await expect.poll(async () => (await gate()).code, { timeout: 60_000 }).toBe(1);
    const bad = await gate();
    expect(bad.out).toMatch(/^spent {3}Store: [\d,]+ of [\d,]+ requests were bad, and 99\.9 % allows/m);
    const slo = await runCli(root, ['slo', '--prometheus', prometheus.url]);
    expect(slo.out).toMatch(/^Store .* spent .* page \(14\.4 × in 1 h and 5 min\)$/m);

    const overridden = await gate('--override', 'why', '--for', '1h');
    expect(overridden.code).toBe(0);
    expect(overridden.out).toContain('Recorded in .asbuilt/ledger/overrides.jsonl.\n');
    expect((await gate()).code).toBe(0);
  });
});

describe('asbuilt gate by what is no Prometheus', () => {
  it('says so', async () => {
    const { url } = await gateway();
    const root = await temporaryFolder({ 'overview.md': objectives });
    const { code, err } = await runCli(root, ['gate', '--prometheus', url.href]);
    expect(code).toBe(2);
    expect(err).toContain(`what answers at ${url.href} is no Prometheus`);
  });
});
