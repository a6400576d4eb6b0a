import { describe, expect, test } from 'vitest';
import { startReceiver } from '../telemetry/receiver.ts';
import { ask, freePort, openEdge, startService } from './kit.ts';
import { exportRequest, spansOf, spansOnce, tracing } from './spans.ts';

/** Kinds of spans in OTLP. */
const [serverKind, clientKind] = [2, 3];

const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const unkept = parent.replace(/01$/, '00');
const retry = { retries: 1, baseMs: 1, capMs: 2 };

describe('a call whose trace is kept', () => {
  test('is a server span with a client span for each attempt, whose ids the callee is told', async () => {
    const receiver = await startReceiver();
    const told: (string | undefined)[] = [];
    const service = await startService((request, response) => {
      told.push(String(request.headers['traceparent']));
      response.writeHead(told.length === 1 ? 503 : 200).end('ok');
    });
    const reporting = tracing({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url.href,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc',
      OTEL_SERVICE_NAME: 'shop-gateway',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    });
    const edge = await openEdge({ target: service.target, retry, reporting });
    const before = Date.now();
    const answer = await ask(edge, {
      path: '/cart?token=secret',
      headers: { traceparent: parent, tracestate: 'vendor=1', 'x-request-id': 'request-1' },
    });
    expect(answer.status).toBe(200);
    const span = await spansOnce(receiver, 3);
    const [own, first, second] = [span(0), span(1), span(2)];
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    expect(answer.headers['traceresponse']).toBe(`00-${traceId}-${own.spanId}-01`);
    expect(told).toEqual([first, second].map(({ spanId }) => `00-${traceId}-${spanId}-01`));
    expect(own).toMatchObject({
      traceId,
      parentSpanId: 'b7ad6b7169203331',
      kind: serverKind,
      name: 'GET',
      status: { code: 0 },
      attributes: {
        'http.request.method': 'GET',
        'http.response.status_code': 200,
        'url.path': '/cart',
        'url.scheme': 'http',
        'network.protocol.version': '1.1',
        'asbuilt.edge': 'Web → API',
        'asbuilt.policy': 'retry=1',
        'asbuilt.request_id': 'request-1',
      },
    });
    const { host, port } = service.address;
    for (const [index, attempt] of [first, second].entries()) {
      expect(attempt).toMatchObject({
        traceId,
        parentSpanId: own.spanId,
        kind: clientKind,
        status: { code: index === 0 ? 2 : 0 },
        attributes: {
          'server.address': host,
          'server.port': port,
          'url.full': `http://${host}:${port}/cart`,
          'http.response.status_code': index === 0 ? 503 : 200,
          ...(index === 0 ? { 'error.type': '503' } : { 'http.request.resend_count': 1 }),
        },
      });
    }
    expect(own.startTimeUnixNano).toBeGreaterThanOrEqual((before - 1) * 1e6);
    expect(own.endTimeUnixNano).toBeGreaterThanOrEqual(second.endTimeUnixNano);
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = receiver.received;
    expect({ path, authorization: headers['authorization'] }).toEqual({
      path: '/v1/traces',
      authorization: 'Bearer abc',
    });
    expect(body).not.toContain('secret');
    const [{ resource } = { resource: { attributes: {} } }] = exportRequest.parse(JSON.parse(body)).resourceSpans;
    expect(resource.attributes).toMatchObject({
      'service.name': 'shop-gateway',
      'deployment.environment.name': 'test',
    });
  });

  test('says why it failed, also where nobody could be asked', async () => {
    const receiver = await startReceiver();
    const reporting = tracing({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url.href });
    const port = await freePort();
    const edge = await openEdge({ target: () => ({ host: '127.0.0.1', port }), reporting });
    await ask(edge, { method: 'BREW' }).catch(() => undefined);
    expect((await ask(edge)).status).toBe(502);
    await expect.poll(() => spansOf(receiver).filter(({ name }) => name === 'GET').length, { timeout: 60_000 }).toBe(2);
    const [own, attempt] = spansOf(receiver).filter(({ name }) => name === 'GET');
    expect(own).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': 'unreachable', 'http.response.status_code': 502 },
    });
    expect(attempt).toMatchObject({ status: { code: 2 }, attributes: { 'error.type': 'unreachable' } });
    expect(own?.parentSpanId).toBeUndefined();
  });
});

describe('a call whose trace is not kept', () => {
  test.each([
    ['because its caller does not keep it', {}, unkept, '00'],
    ['because none are kept that start here', { OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, undefined, '00'],
    ['whatever its caller does', { OTEL_TRACES_SAMPLER: 'always_off' }, parent, '00'],
  ])('makes no span, and the callee is told: %s', async (_why, env, traceparent, flags) => {
    const receiver = await startReceiver();
    const told: (string | undefined)[] = [];
    const service = await startService((request, response) => {
      told.push(String(request.headers['traceparent']));
      response.end('ok');
    });
    const reporting = tracing({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url.href, ...env });
    const edge = await openEdge({ target: service.target, reporting });
    const answer = await ask(edge, { headers: traceparent === undefined ? {} : { traceparent } });
    expect(told[0]?.slice(-2)).toBe(flags);
    expect(answer.headers['traceresponse']).toBe(told[0]);
    for (const tracer of reporting.tracers) await tracer.close();
    expect(receiver.received).toEqual([]);
  });
});

test('a collector that is away is told of once, and slows nobody down', async () => {
  const service = await startService((_request, response) => response.end('ok'));
  const reporting = tracing({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
    OTEL_EXPORTER_OTLP_TIMEOUT: '200',
    OTEL_BSP_MAX_QUEUE_SIZE: '20',
  });
  const edge = await openEdge({ target: service.target, reporting });
  for (let index = 0; index < 100; index += 1) expect((await ask(edge)).status).toBe(200);
  const complaints = (): number => edge.lines().filter(({ msg }) => msg === 'Traces cannot be handed on.').length;
  await expect.poll(complaints, { timeout: 60_000 }).toBe(1);
  for (let index = 0; index < 100; index += 1) expect((await ask(edge)).status).toBe(200);
  expect(complaints()).toBe(1);
  const begun = performance.now();
  for (const tracer of reporting.tracers) await tracer.close();
  expect(performance.now() - begun).toBeLessThan(60_000);
});
