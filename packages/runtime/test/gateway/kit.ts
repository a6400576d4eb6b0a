import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { EdgePlan } from '@asbuilt/core/derive';
import { Bulkhead } from '@asbuilt/core/mechanisms';
import { onTestFinished } from 'vitest';
import { Faults } from '#faults/faults';
import type { Address } from '#gateway/address';
import { openHttpEdge } from '#gateway/edge';
import type { EdgeOptions, OpenEdge } from '#gateway/open-edge';
import { openTcpEdge } from '#gateway/tcp/tcp-edge';
import { openLedger } from '#ledger/ledger';
import { systemClock } from '#telemetry/clock';
import { openTelemetry, type TelemetryOptions } from '#telemetry/telemetry';

export { freePort } from '../free-port.ts';

/** What the seed states for its API: five failures, thirty seconds, one success. */
export const breaker = { opensAfterFailures: 5, halfOpenAfterMs: 30_000, closesAfterSuccesses: 1 };

/** An edge under test, with everything around it that a test may want to look at. */
export interface TestEdge extends OpenEdge {
  readonly faults: Faults;
  readonly options: EdgeOptions;
  /** The log lines so far. */
  readonly lines: () => readonly Record<string, unknown>[];
  /** Makes the edge's clock go forward. */
  readonly pass: (ms: number) => void;
}

export type TestPlan = Partial<EdgePlan> & {
  readonly reporting?: Pick<TelemetryOptions, 'openTracer' | 'openReporter'>;
  readonly target?: EdgeOptions['target'];
  readonly instances?: EdgeOptions['instances'];
  readonly drainMs?: number;
  readonly identify?: (options: EdgeOptions) => Promise<EdgeOptions['identities']>;
  readonly certificate?: EdgeOptions['certificate'];
  readonly patience?: EdgeOptions['patience'];
  readonly standsIn?: EdgeOptions['staticAnswer'];
  /** What gateways have in common. */
  readonly shared?: Pick<EdgeOptions, 'sharedLimits' | 'sharedDrops' | 'calleeCaches' | 'drills'>;
  /** Log lines are kept for the test unless it says no, to look at the memory of everything else. */
  readonly keepsLines?: false;
};

/** Opens an edge on a free port; it closes with the test. */
export async function openEdge({
  target = () => undefined,
  instances,
  drainMs,
  identify,
  certificate,
  patience,
  standsIn,
  shared,
  reporting,
  keepsLines,
  ...change
}: TestPlan): Promise<TestEdge> {
  const plan: EdgePlan = { name: 'Web → API', from: 'Web', to: 'API', protocol: 'http', entry: false, ...change };
  const lines: string[] = [];
  const clock = testClock();
  const options: EdgeOptions = {
    listen: { host: '127.0.0.1', port: 0 },
    target,
    ...(instances && { instances }),
    ...(drainMs !== undefined && { drainMs }),
    ...(certificate && { certificate }),
    ...(patience && { patience }),
    ...(standsIn && { staticAnswer: standsIn }),
    ...shared,
    ...(plan.concurrency === undefined ? {} : { bulkhead: new Bulkhead(plan.concurrency) }),
    ...(plan.connections === undefined ? {} : { connections: new Bulkhead(plan.connections) }),
    telemetry: openTelemetry({
      level: 'info',
      sink: { write: (line) => void (keepsLines ?? lines.push(line)) },
      ...reporting,
    }),
    faults: new Faults(),
    ledger: await testLedger(clock.now),
    now: clock.now,
    random: Math.random,
  };
  const identities = await identify?.(options);
  const whole = { ...options, ...(identities && { identities }) };
  const edge = await (plan.protocol === 'http' ? openHttpEdge(plan, whole) : openTcpEdge(plan, whole));
  onTestFinished(() => edge.close());
  return {
    ...edge,
    faults: options.faults,
    options,
    lines: () => lines.map((line) => JSON.parse(line)),
    pass: clock.pass,
  };
}

function testClock(): { now: () => number; pass: (ms: number) => void } {
  const real = systemClock();
  let ahead = 0;
  return {
    now: () => real() + ahead,
    pass: (ms) => {
      ahead += ms;
    },
  };
}

async function testLedger(now: () => number): Promise<EdgeOptions['ledger']> {
  const directory = await mkdtemp(join(tmpdir(), 'asbuilt-ledger-'));
  const ledger = await openLedger({
    directory,
    now,
    onError: (error) => {
      throw error;
    },
  });
  onTestFinished(async () => {
    await ledger.close();
    await rm(directory, { recursive: true });
  });
  return ledger;
}

/** A service that runs for one test. */
export interface TestService {
  readonly address: Address;
  readonly target: () => Address;
  readonly server: net.Server;
  /** Connections that are open. */
  readonly connections: () => number;
  stop(): Promise<void>;
}

/** Starts an HTTP service on a free port, or on the given one. */
export async function startService(handler: http.RequestListener, port = 0): Promise<TestService> {
  return started(http.createServer({ keepAliveTimeout: 60_000 }, handler), port);
}

/** Starts an HTTP service that is spoken to over TLS. */
export async function startSecureService(
  certificate: https.ServerOptions,
  handler: http.RequestListener,
): Promise<TestService & { readonly server: https.Server }> {
  const server = https.createServer(certificate, handler);
  return { ...(await started(server, 0)), server };
}

/** Starts a TCP service on a free port, or on the given one. */
export async function startTcpService(handler: (socket: net.Socket) => void, port = 0): Promise<TestService> {
  return started(net.createServer({ allowHalfOpen: true }, handler), port);
}

async function started(server: net.Server, port: number): Promise<TestService> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    // Tests break connections on purpose; what matters is what the other side sees.
    socket.on('error', () => socket.destroy());
    sockets.add(socket.once('close', () => sockets.delete(socket)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = { host: '127.0.0.1', port: portOf(server) };
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  onTestFinished(stop);
  return { address, target: () => address, server, connections: () => sockets.size, stop };
}

function portOf(server: net.Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test service listens on no port.');
  return address.port;
}

/** What a client got. */
export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly ms: number;
}

export interface Ask extends http.RequestOptions {
  readonly body?: string | Buffer;
}

/** Asks once, on a connection of its own unless an agent is given. */
export async function ask({ host, port }: Address, { body, ...options }: Ask = {}): Promise<Answer> {
  const begun = performance.now();
  const response = await send({ host, port }, { agent: false, ...options, ...(body === undefined ? {} : { body }) });
  const received = await text(response);
  return { status: response.statusCode ?? 0, headers: response.headers, body: received, ms: performance.now() - begun };
}

/** Asks once and answers with the beginning of the response. */
export function send({ host, port }: Address, { body, ...options }: Ask = {}): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host, port, path: '/', ...options }, resolve);
    request.once('error', reject);
    request.end(body);
  });
}

/** Waits until something holds; throws when it does not within a minute, however busy the machine is. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It did not come to be within a minute: ${what}`);
    await sleep(5);
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
