import type { EdgePlan } from '@asbuilt/core/derive';
import type { Milliseconds } from '@asbuilt/core/model';
import type { EdgeMeter } from '#telemetry/edge-meter';
import type { Address, EdgeStatus } from './open-edge.ts';

/** How an edge is doing, from its numbers. */
export function statusOf(plan: EdgePlan, address: Address, meter: EdgeMeter, now: Milliseconds): EdgeStatus {
  const { name, from, to, protocol, wire, observed, timeoutMs } = plan;
  const connectionLimit = meter.connectionLimit();
  const p50Ms = meter.recentQuantile(0.5, now);
  const p99Ms = meter.recentQuantile(0.99, now);
  return {
    name,
    from,
    to,
    protocol,
    ...(wire === undefined ? {} : { wire }),
    address: `${address.host}:${address.port}`,
    ...(observed === undefined ? {} : { observed }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    breaker: meter.breakerState?.() ?? 'none',
    requests: meter.requests,
    failures: meter.failures,
    inFlight: meter.inFlight,
    ...(protocol === 'tcp' ? { connections: meter.connections } : {}),
    ...(connectionLimit === undefined ? {} : { connectionLimit }),
    ...(p50Ms === undefined ? {} : { p50Ms }),
    ...(p99Ms === undefined ? {} : { p99Ms }),
  };
}
