// One TCP proxy in a process of its own, for bench/tcp.mjs:
//   node tcp-under-test.mjs KIND UPSTREAM_PORT
// Says over IPC where it listens, and when asked how much processor time it has taken.

import { connect, createServer } from 'node:net';
import type { EdgePlan } from '@asbuilt/core/derive';
import { Faults } from '#faults/faults';
import { Drills } from '#gateway/drills';
import { openTcpEdge } from '#gateway/tcp/tcp-edge';
import { systemClock } from '#telemetry/clock';
import { logToFile } from '#telemetry/logger';
import { openTelemetry } from '#telemetry/telemetry';
import { countingLedger } from './counting-ledger.ts';

const [kind, port] = process.argv.slice(2);
const upstream = { host: '127.0.0.1', port: Number(port) };
const plan: EdgePlan = {
  name: 'API → Store',
  from: 'API',
  to: 'Store',
  protocol: 'tcp',
  entry: false,
  timeoutMs: 30_000,
  breaker: { opensAfterFailures: 5, halfOpenAfterMs: 30_000, closesAfterSuccesses: 1 },
};

process.on('message', () => process.send?.({ cpuMs: cpuMs() }));
process.send?.({ port: await open() });

/** An edge that understands what passes; one that does not; and no edge at all. */
function open(): Promise<number> {
  switch (kind) {
    case 'postgres':
    case 'redis':
      return openEdge({ ...plan, wire: kind });
    case 'tcp':
      return openEdge(plan);
    case 'pipe':
      return openPipe();
    default:
      throw new Error(`There is no proxy "${kind}".`);
  }
}

async function openEdge(edgePlan: EdgePlan): Promise<number> {
  const edge = await openTcpEdge(edgePlan, {
    listen: { host: '127.0.0.1', port: 0 },
    target: () => upstream,
    telemetry: openTelemetry({ level: 'info', sink: logToFile('/dev/null') }),
    faults: new Faults(),
    drills: new Drills(),
    // The real ledger writes to disk once a second; a call costs what it costs here.
    ledger: countingLedger(plan.to),
    now: systemClock(),
    random: Math.random,
  });
  return edge.port;
}

/** The least that a proxy in Node.js can do. */
function openPipe(): Promise<number> {
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    const callee = connect({ ...upstream, noDelay: true, allowHalfOpen: true });
    client.pipe(callee).pipe(client);
    client.on('error', () => callee.destroy());
    callee.on('error', () => client.destroy());
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
