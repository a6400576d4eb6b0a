import { expect, test } from 'vitest';
import { Metrics } from '#telemetry/metrics';

const labels = { edge: 'Web → API', from: 'Web', to: 'API' };
const written = 'edge="Web → API",from="Web",to="API"';

/** The lines of one metric, without its comments. */
async function linesOf(metrics: Metrics, name: string): Promise<readonly string[]> {
  return (await metrics.text()).split('\n').filter((line) => line.startsWith(name));
}

test('calls are counted by status, and failures, bytes and calls in flight for themselves', async () => {
  const metrics = new Metrics();
  const meter = metrics.open(labels, () => 'half-open');
  meter.record(200, 5, 0);
  meter.record(200, 5, 0);
  meter.record(503, 5, 0);
  meter.fail();
  meter.inFlight = 4;
  meter.bytesToCallee = 10;
  meter.bytesToCaller = 20;
  expect(await linesOf(metrics, 'asbuilt_edge_requests_total')).toEqual([
    `asbuilt_edge_requests_total{${written},code="200"} 2`,
    `asbuilt_edge_requests_total{${written},code="503"} 1`,
  ]);
  expect(await linesOf(metrics, 'asbuilt_edge_failures_total')).toEqual([`asbuilt_edge_failures_total{${written}} 1`]);
  expect(await linesOf(metrics, 'asbuilt_edge_in_flight')).toEqual([`asbuilt_edge_in_flight{${written}} 4`]);
  expect(await linesOf(metrics, 'asbuilt_edge_bytes_total')).toEqual([
    `asbuilt_edge_bytes_total{${written},direction="to-callee"} 10`,
    `asbuilt_edge_bytes_total{${written},direction="to-caller"} 20`,
  ]);
  expect(await linesOf(metrics, 'asbuilt_breaker_state')).toEqual([`asbuilt_breaker_state{${written}} 1`]);
  meter.record(200, 5, 0);
  expect(await linesOf(metrics, 'asbuilt_edge_requests_total')).toContain(
    `asbuilt_edge_requests_total{${written},code="200"} 3`,
  );
});

test('calls of drills are counted for themselves, and in nothing else', async () => {
  const metrics = new Metrics();
  const meter = metrics.open(labels);
  meter.codes.set(200, 0);
  const drilled = `asbuilt_edge_drill_requests_total{${written}}`;
  expect(await linesOf(metrics, drilled)).toEqual([`${drilled} 0`]);
  meter.recordDrill(5, 0);
  meter.recordDrill(5, 0);
  meter.fail(true);
  expect(await linesOf(metrics, 'asbuilt_edge_drill_')).toEqual([
    `${drilled} 2`,
    `asbuilt_edge_drill_failures_total{${written}} 1`,
  ]);
  expect(await linesOf(metrics, 'asbuilt_edge_requests_total')).toEqual([
    `asbuilt_edge_requests_total{${written},code="200"} 0`,
  ]);
  expect(await linesOf(metrics, 'asbuilt_edge_failures_total')).toEqual([`asbuilt_edge_failures_total{${written}} 0`]);
  expect(await linesOf(metrics, 'asbuilt_edge_request_duration_seconds_count')).toEqual([
    `asbuilt_edge_request_duration_seconds_count{${written}} 0`,
  ]);
  expect([meter.requests, meter.failures, meter.recentQuantile(0.5, 0)]).toEqual([2, 1, expect.any(Number)]);
});

test('durations are a histogram whose buckets add up', async () => {
  const metrics = new Metrics();
  const meter = metrics.open(labels);
  for (const ms of [0.5, 3, 3.5, 4, 100, 70_000]) meter.record(200, ms, 0);
  const name = 'asbuilt_edge_request_duration_seconds';
  const buckets = (await linesOf(metrics, `${name}_bucket`)).map((line) => /le="(.*)"\} (.*)$/.exec(line)?.slice(1));
  expect(buckets).toHaveLength(18);
  expect(Object.fromEntries(buckets.map((bucket) => [bucket?.[0], Number(bucket?.[1])]))).toMatchObject({
    '0.001': 1,
    '0.002': 1,
    '0.004': 3,
    '0.008': 4,
    '0.128': 5,
    '65.536': 5,
    '+Inf': 6,
  });
  expect(await linesOf(metrics, `${name}_count`)).toEqual([`${name}_count{${written}} 6`]);
  expect(await linesOf(metrics, `${name}_sum`)).toEqual([`${name}_sum{${written}} 70.111`]);
  expect(await metrics.text()).toContain(`# TYPE ${name} histogram\n`);
});

test('an edge that closed is no longer told of, and the process tells of itself', async () => {
  const metrics = new Metrics();
  const meter = metrics.open(labels);
  meter.record(200, 1, 0);
  metrics.close(meter);
  const text = await metrics.text();
  expect(text).not.toContain('Web → API');
  expect(text).toContain('process_resident_memory_bytes');
});

test('names are escaped as the text format wants it', async () => {
  const metrics = new Metrics();
  metrics.open({ edge: 'a"b\\c\nd', from: 'a', to: 'b' });
  expect(await linesOf(metrics, 'asbuilt_edge_request_duration_seconds_count')).toEqual([
    'asbuilt_edge_request_duration_seconds_count{edge="a\\"b\\\\c\\nd",from="a",to="b"} 0',
  ]);
});

test('the form is the one that is asked for: plain text, or OpenMetrics with a trace for each bucket', async () => {
  const metrics = new Metrics();
  const meter = metrics.open(labels);
  meter.record(200, 3, 0);
  meter.exemplars.note('0af7651916cd43dd8448eb211c80319c', 3, 1_700_000_000_123);
  meter.exemplars.note('1bf7651916cd43dd8448eb211c80319c', 70_000, 1_700_000_000_456);
  for (const accept of [undefined, '*/*', 'text/plain', 'application/openmetrics-text;version=1.0.0;q=0,text/plain']) {
    const { contentType, text } = await metrics.expose(accept);
    expect(contentType).toContain('text/plain; version=0.0.4');
    expect(text).not.toContain('trace_id');
  }
  const scraper = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
  const { contentType, text } = await metrics.expose(scraper);
  expect(contentType).toContain('application/openmetrics-text; version=1.0.0');
  expect(text).toContain(
    `_bucket{${written},le="0.004"} 1 # {trace_id="0af7651916cd43dd8448eb211c80319c"} 0.003 1700000000.123\n`,
  );
  expect(text).toContain(
    `_bucket{${written},le="+Inf"} 1 # {trace_id="1bf7651916cd43dd8448eb211c80319c"} 70 1700000000.456\n`,
  );
  expect(text).toContain(`asbuilt_edge_requests_total{${written},code="200"} 1\n`);
  expect(text.endsWith('\n# EOF\n')).toBe(true);
  expect(text.indexOf('# EOF')).toBe(text.length - '# EOF\n'.length);
  expect(text).toContain('# TYPE asbuilt_edge_requests counter\n');
  expect(text).not.toMatch(/\n\n/);
  expect((await metrics.expose(scraper)).text).toContain('asbuilt_edge_requests_total{');
  expect((await metrics.expose()).text).toContain('# TYPE asbuilt_edge_requests_total counter\n');
});
