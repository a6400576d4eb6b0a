// One proxy in a process of its own, for bench/gateway.mjs:
//   node proxy-under-test.mjs KIND UPSTREAM_PORT
// Says over IPC where it listens and which token it takes; and when asked how much processor time it has taken, or what
// looking for faults takes. bench/overload.mjs has those that shed what is beyond PLACES, given third, or do not.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { EdgePlan } from '@asbuilt/core/derive';
import { Bulkhead } from '@asbuilt/core/mechanisms';
import { type IdentityPolicy, parseDemand, parseRoute } from '@asbuilt/core/model';
import proxyWith from '@fastify/http-proxy';
import fastify from 'fastify';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Pool } from 'undici';
import { Faults } from '#faults/faults';
import { openHttpEdge } from '#gateway/edge';
import type { EdgeOptions } from '#gateway/open-edge';
import { expectShortLives } from '#gateway/short-lives';
import { openIdentities } from '#identity/identities';
import { systemClock } from '#telemetry/clock';
import { logToFile } from '#telemetry/logger';
import { openOtlpTracer } from '#telemetry/otlp-tracer';
import { openTelemetry, type Telemetry } from '#telemetry/telemetry';
import { countingLedger } from './counting-ledger.ts';

interface Opened {
  readonly port: number;
  readonly token?: string;
}

const [kind, upstreamPort, placesGiven] = process.argv.slice(2);
const places = Number(placesGiven);
const upstream = { host: '127.0.0.1', port: Number(upstreamPort) };
const plan = { name: 'Web → API', from: 'Web', to: 'API', protocol: 'http', entry: true } as const;
const policies = {
  timeoutMs: 30_000,
  breaker: { opensAfterFailures: 5, halfOpenAfterMs: 30_000, closesAfterSuccesses: 1 },
  retry: { retries: 1, baseMs: 100, capMs: 1000 },
};
const now = systemClock();
const sink = logToFile('/dev/null');

process.on('message', (asked) => process.send?.(asked === 'faults' ? timeFaults() : { cpuMs: cpuMs() }));
// A profile (`--cpu-prof`) is written by a process that ends, not by one that is ended.
process.once('SIGTERM', () => process.exit());
process.send?.(await open());

/** Everything that an edge does; the same without the policies of the plan; told of or not; and what others do. */
function open(): Promise<Opened> {
  switch (kind) {
    case 'chain':
      return openChain(openTelemetry({ level: 'warn', sink }));
    case 'logged':
      return openChain(openTelemetry({ level: 'info', sink }));
    case 'traced':
      return openTraced('warn');
    case 'told':
      return openTraced('info');
    case 'no-policies':
      return openEdge({ ...plan, entry: false }, { telemetry: openTelemetry({ level: 'warn', sink }) });
    case 'shedding':
      return openEdge(
        { ...plan, entry: false, timeoutMs: 1_000, concurrency: places },
        { telemetry: openTelemetry({ level: 'warn', sink }), bulkhead: new Bulkhead(places) },
      );
    case 'not-shedding':
      return openEdge(
        { ...plan, entry: false, timeoutMs: 1_000 },
        { telemetry: openTelemetry({ level: 'warn', sink }) },
      );
    case 'dispatch':
      return openBareDispatch();
    case 'fastify':
      return openFastify();
    default:
      throw new Error(`There is no proxy "${kind}".`);
  }
}

/** With everything that decides about a call: who makes it, how many there may be, how long they may take. */
async function openChain(telemetry: Telemetry): Promise<Opened> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const issuer = await listening(createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] }))));
  const url = `http://127.0.0.1:${issuer}`;
  const token = await new SignJWT({ roles: ['user'] })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setIssuer(url)
    .setAudience('bench')
    .setSubject('ada')
    .setExpirationTime('1h')
    .sign(privateKey);
  const identity = identityPolicy(url);
  const address = (): Promise<{ url: URL; issuer: string }> => Promise.resolve({ url: new URL(url), issuer: url });
  const identities = await openIdentities({ policy: identity, address, now, log: telemetry.log });
  const guard = { trustedProxies: 0, rateLimit: { requests: 1_000_000_000, perMs: 1000 }, identity };
  const opened = await openEdge(
    { ...plan, ...policies, concurrency: 1000, guard },
    { telemetry, identities, bulkhead: new Bulkhead(1000) },
  );
  return { ...opened, token };
}

function identityPolicy(issuer: string): IdentityPolicy {
  const [text, pattern, demand] = ['/**', parseRoute('/**'), parseDemand('user')];
  if (pattern === undefined || demand === undefined) throw new Error('A route cannot be read.');
  return {
    issuer,
    audience: ['bench'],
    parties: [],
    algorithms: ['RS256'],
    rolesClaims: ['roles'],
    clockSkewMs: 5000,
    keysLastMs: 3_600_000,
    roles: ['user', 'admin'],
    routes: [{ text, pattern, demand }],
  };
}

/** One trace in a hundred is handed on, to a collector that takes it. */
async function openTraced(level: 'info' | 'warn'): Promise<Opened> {
  const collector = await listening(
    createServer((request, response) => request.resume().on('end', () => response.end('{}'))),
  );
  const setup = {
    url: `http://127.0.0.1:${collector}/v1/traces`,
    headers: {},
    timeoutMs: 10_000,
    sampler: { ratio: 0.01, isParentBased: true },
    resource: {},
    batch: { delayMs: 5000, mostQueued: 2048, mostAtOnce: 512 },
  };
  return openChain(openTelemetry({ level, sink, openTracer: (log) => openOtlpTracer(setup, log) }));
}

async function openEdge(
  edgePlan: EdgePlan,
  given: Pick<EdgeOptions, 'telemetry' | 'identities' | 'bulkhead'>,
): Promise<Opened> {
  // As `asbuilt up` does before it opens its edges.
  expectShortLives();
  const { port } = await openHttpEdge(edgePlan, {
    listen: { host: '127.0.0.1', port: 0 },
    target: () => upstream,
    faults: new Faults(),
    // The real ledger writes to disk once a second; a call costs what it costs here.
    ledger: countingLedger(plan.to),
    now,
    random: Math.random,
    ...given,
  });
  return { port };
}

/** The least that a proxy on the same HTTP client can do. */
async function openBareDispatch(): Promise<Opened> {
  const pool = new Pool(`http://${upstream.host}:${upstream.port}`);
  const server = createServer((request, response) => {
    const { method = 'GET', url = '/', rawHeaders } = request;
    const headers = rawHeaders.filter((_, index) => rawHeaders[index - (index % 2)]?.toLowerCase() !== 'connection');
    pool.dispatch({ method, path: url, headers }, passOn(request, response));
  });
  return { port: await listening(server) };
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

/** The proxy that most use with Fastify, without any policies. */
async function openFastify(): Promise<Opened> {
  const server = fastify();
  await server.register(proxyWith, { upstream: `http://${upstream.host}:${upstream.port}` });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const address = server.server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0 };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

/** What a call pays for being able to be disturbed, while nothing disturbs it or any other edge, and while others are disturbed. */
function timeFaults(): { idleNs: number; othersNs: number } {
  const faults = new Faults();
  const idleNs = nsEach(() => faults.active(plan.name, now()).length);
  const effect = { kind: 'refuse' } as const;
  faults.add({ edge: 'Other → API', effect, endsAtMs: now() + 60_000 }, now());
  return { idleNs, othersNs: nsEach(() => faults.active(plan.name, now()).length) };
}

function nsEach(look: () => number): number {
  const times = 100_000;
  let seen = 0;
  for (let time = 0; time < times; time += 1) seen += look();
  const startedAt = performance.now();
  for (let time = 0; time < times; time += 1) seen += look();
  return seen > 0 ? 0 : ((performance.now() - startedAt) * 1_000_000) / times;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
