import { assert, double, property, stringMatching } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { otlpSetup, samples } from '#telemetry/otlp-setup';

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };

describe('the standard variables', () => {
  test('name an endpoint, or there are no traces', () => {
    expect(otlpSetup({})).toBeUndefined();
    expect(otlpSetup({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBeUndefined();
    expect(otlpSetup({ ...endpoint, OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
    expect(otlpSetup({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' })).toBeUndefined();
    expect(otlpSetup(endpoint)?.url).toBe('http://collector:4318/v1/traces');
    const own = { ...endpoint, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example/own' };
    expect(otlpSetup(own)?.url).toBe('https://traces.example/own');
  });

  test('say what is sent along, who we are, and how much at once', () => {
    expect(
      otlpSetup({
        ...endpoint,
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20a, x-team = blue,=,rate=100%',
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-team=red',
        OTEL_EXPORTER_OTLP_TIMEOUT: '3000',
        OTEL_RESOURCE_ATTRIBUTES: 'service.name=old,region=north',
        OTEL_SERVICE_NAME: 'shop',
        OTEL_BSP_MAX_QUEUE_SIZE: '10',
      }),
    ).toMatchObject({
      headers: { authorization: 'Bearer a', 'x-team': 'red', rate: '100%' },
      timeoutMs: 3000,
      resource: { 'service.name': 'shop', region: 'north' },
      sampler: { ratio: 1, isParentBased: true },
      batch: { delayMs: 1000, mostQueued: 10, mostAtOnce: 512 },
    });
  });

  test.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT is no URL'],
    [{ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_PROTOCOL is grpc'],
    [{ ...endpoint, OTEL_TRACES_SAMPLER: 'jaeger_remote' }, 'OTEL_TRACES_SAMPLER jaeger_remote is not known'],
    [
      { ...endpoint, OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '5' },
      'OTEL_TRACES_SAMPLER_ARG is no share',
    ],
    [{ ...endpoint, OTEL_BSP_SCHEDULE_DELAY: 'soon' }, 'OTEL_BSP_SCHEDULE_DELAY is no number'],
  ])('%o are told to be mended', (env, sentence) => {
    expect(() => otlpSetup(env)).toThrow(sentence);
  });
});

describe('a share of the traces', () => {
  const ratio = 0.1;

  test('is kept of those that start here, and as the caller decided of the others', () => {
    const [own, parents] = [
      { ratio, isParentBased: false },
      { ratio, isParentBased: true },
    ];
    const [first, last] = ['0'.repeat(32), 'f'.repeat(32)];
    expect([first, last].map((traceId) => samples(own, traceId, undefined))).toEqual([true, false]);
    expect([first, last].map((traceId) => samples(own, traceId, true))).toEqual([true, false]);
    expect([first, last].map((traceId) => samples(parents, traceId, true))).toEqual([true, true]);
    expect([first, last].map((traceId) => samples(parents, traceId, false))).toEqual([false, false]);
  });

  test('is as large as it says', () => {
    let kept = 0;
    for (let index = 0; index < 10_000; index += 1) {
      const traceId = Math.floor((index / 10_000) * 2 ** 52)
        .toString(16)
        .padStart(32, '0');
      if (samples({ ratio, isParentBased: true }, traceId, undefined)) kept += 1;
    }
    expect(Math.abs(kept - 1000)).toBeLessThanOrEqual(1);
  });

  test('is part of every larger share, so that no service keeps a piece that others drop', () => {
    assert(
      property(
        stringMatching(/^[0-9a-f]{32}$/),
        double({ min: 0, max: 1, noNaN: true }),
        double({ min: 0, max: 1, noNaN: true }),
        (traceId, one, other) => {
          const [less, more] = [Math.min(one, other), Math.max(one, other)];
          const isKept = (share: number): boolean => samples({ ratio: share, isParentBased: true }, traceId, undefined);
          expect(isKept(less) && !isKept(more)).toBe(false);
        },
      ),
    );
  });
});
