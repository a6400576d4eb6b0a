// One proxy in a process of its own, for bench/gateway.mjs:
//   node proxy-under-test.mjs KIND UPSTREAM_PORT
// Says over IPC where it listens, and when asked how much processor time it has taken.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool } from 'undici';
import { Faults } from '#faults/faults';
import { openHttpEdge } from '#gateway/edge';
import { systemClock } from '#telemetry/clock';
import { logToFile } from '#telemetry/logger';
import { openTelemetry } from '#telemetry/telemetry';

const [kind, port] = process.argv.slice(2);
const upstream = { host: '127.0.0.1', port: Number(port) };
const plan = { name: 'Web → API', from: 'Web', to: 'API', protocol: 'http', entry: false } as const;
const policies = {
  timeoutMs: 30_000,
  breaker: { opensAfterFailures: 5, halfOpenAfterMs: 30_000, closesAfterSuccesses: 1 },
  retry: { retries: 1, baseMs: 100, capMs: 1000 },
};

process.on('message', () => process.send?.({ cpuMs: cpuMs() }));
process.send?.({ port: await open() });

/** Everything that an edge does; the same without the policies of the plan; the same without a log; and no edge at all. */
function open(): Promise<number> {
  switch (kind) {
    case 'edge':
      return openEdge({ ...plan, ...policies }, 'info');
    case 'no-policies':
      return openEdge(plan, 'info');
    case 'no-log':
      return openEdge({ ...plan, ...policies }, 'warn');
    case 'dispatch':
      return openBareDispatch();
    default:
      throw new Error(`There is no proxy "${kind}".`);
  }
}

async function openEdge(edgePlan: Parameters<typeof openHttpEdge>[0], level: 'info' | 'warn'): Promise<number> {
  const counted = { good: 0, bad: 0 };
  const edge = await openHttpEdge(edgePlan, {
    listen: { host: '127.0.0.1', port: 0 },
    target: () => upstream,
    telemetry: openTelemetry({ level, sink: logToFile('/dev/null') }),
    faults: new Faults(),
    // The real ledger writes to disk once a second; a call costs what it costs here.
    ledger: {
      recordDrill: () => undefined,
      record: (_service, good) => void (counted[good ? 'good' : 'bad'] += 1),
      totals: () => counted,
      services: () => [plan.to],
      flush: () => Promise.resolve(),
      close: () => Promise.resolve(),
    },
    now: systemClock(),
    random: Math.random,
  });
  return edge.port;
}

/** The least that a proxy on the same HTTP client can do. */
function openBareDispatch(): Promise<number> {
  const pool = new Pool(`http://${upstream.host}:${upstream.port}`);
  const server = createServer((request, response) => {
    const { method = 'GET', url = '/', rawHeaders } = request;
    const headers = rawHeaders.filter((_, index) => rawHeaders[index - (index % 2)]?.toLowerCase() !== 'connection');
    pool.dispatch({ method, path: url, headers }, passOn(request, response));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

function passOn(_request: IncomingMessage, response: ServerResponse): Parameters<Pool['dispatch']>[1] {
  return {
    onRequestStart: () => undefined,
    onResponseStart: (_controller, status, headers) => void response.writeHead(status, headers),
    onResponseData: (controller, chunk) => {
      if (!response.write(chunk)) controller.pause();
    },
    onResponseEnd: () => void response.end(),
    onResponseError: () => void response.destroy(),
  };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
