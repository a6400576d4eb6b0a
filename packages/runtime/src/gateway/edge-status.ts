import type { EdgePlan } from '@asbuilt/core/derive';
import type { Milliseconds } from '@asbuilt/core/model';
import type { EdgeMeter } from '#telemetry/edge-meter';
import type { Address } from './address.ts';
import type { Instances } from './instances.ts';

/** How an edge is doing, as JSON. */
export interface EdgeStatus {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: 'http' | 'tcp';
  /** The protocol over TCP that the edge understands; absent where it passes bytes through as they are. */
  readonly wire?: 'postgres' | 'redis';
  /** `127.0.0.1:3000` */
  readonly address: string;
  /** Whether it only watches what its policies would do. */
  readonly observed?: true;
  readonly timeoutMs?: Milliseconds;
  /** Of several instances: open when no calls are let through to any, half-open when to some. */
  readonly breaker: 'closed' | 'open' | 'half-open' | 'none';
  /** Among how many instances the edge shares its calls or connections out; absent where that is one, or none. */
  readonly instances?: number;
  /** Calls since the edge was opened; connections, on a TCP edge, and queries or commands where it understands them. */
  readonly requests: number;
  /** Those among them that the callee or a policy failed; a client that left is none. */
  readonly failures: number;
  readonly inFlight: number;
  /** Open connections, on a TCP edge. */
  readonly connections?: number;
  /** How many of them the callee accepts from all its callers together, where that is stated or could be asked. */
  readonly connectionLimit?: number;
  /** Of the last one to two minutes; absent while there were no calls. On a TCP edge that does not understand calls: the time to connect. */
  readonly p50Ms?: Milliseconds;
  readonly p99Ms?: Milliseconds;
}

/** How an edge is doing, from its numbers. */
export function statusOf(
  { plan, address, now }: { readonly plan: EdgePlan; readonly address: Address; readonly now: Milliseconds },
  { meter, instances }: { readonly meter: EdgeMeter; readonly instances: Instances },
): EdgeStatus {
  const { name, from, to, protocol, wire, observed, timeoutMs } = plan;
  const { length: several } = instances.list;
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
    ...(several > 1 && { instances: several }),
  };
}
