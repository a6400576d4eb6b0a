import { describe, expect, test } from 'vitest';
import { EdgeMeter } from '#telemetry/edge-meter';

const labels = { edge: 'Web → API', from: 'Web', to: 'API' };
const minute = 60_000;

describe('the recent latency of an edge', () => {
  test('is that of the last one to two minutes', () => {
    const meter = new EdgeMeter(labels);
    meter.record(200, 100, 0);
    expect(meter.recentQuantile(0.5, minute)).toBeCloseTo(100, -1);
    meter.record(200, 10, 1.5 * minute);
    meter.record(200, 10, 1.5 * minute);
    expect(meter.recentQuantile(1, 1.9 * minute)).toBeCloseTo(100, -1);
    expect(meter.recentQuantile(1, 2.6 * minute)).toBeCloseTo(10, 0);
  });

  test('is unknown while there were no calls', () => {
    const meter = new EdgeMeter(labels);
    expect(meter.recentQuantile(0.5, 0)).toBeUndefined();
    meter.record(200, 100, 0);
    expect(meter.recentQuantile(0.5, 10 * minute)).toBeUndefined();
    expect(meter.latencies.count).toBe(1);
  });
});
