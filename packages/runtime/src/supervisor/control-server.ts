import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Metrics } from '#telemetry/metrics';
import type { Changes } from './changes.ts';
import { answerJson, answerProblem, ControlProblem } from './control-answer.ts';
import { answerCaches, type EdgeCaches } from './control-caches.ts';
import { answerFaults, type FaultControl } from './control-faults.ts';
import { answerRestart } from './control-services.ts';
import { carriesToken } from './control-token.ts';
import type { ServiceStatus, SystemStatus } from './status.ts';
import { streamStatus } from './status-stream.ts';

/** What the control server shows and steers. */
export interface ControlSubject {
  readonly status: () => SystemStatus;
  readonly changes: Changes;
  readonly metrics: Metrics;
  readonly faultControl: FaultControl;
  /** The caches of all edges that have any. */
  readonly caches: () => readonly EdgeCaches[];
  /** Restarts a service by its name, without a call being lost. */
  readonly restart: (service: string) => Promise<ServiceStatus>;
  /** Who may touch faults and services must send it: `Authorization: Bearer …`. */
  readonly token: string;
}

/** A control server that listens on 127.0.0.1. */
export interface ControlServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Opens the control server on a free port: `/status`, `/status/stream`, `/metrics`, `/faults`, `/caches`, `/services/<name>/restart`, `/healthz`. */
export async function openControlServer(subject: ControlSubject): Promise<ControlServer> {
  const server = createServer((request, response) => {
    answer(subject, request, response).catch((error: unknown) => answerProblem(response, error));
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the control server listens on no port');
  return { url: `http://127.0.0.1:${address.port}`, close: () => close(server) };
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // Streams never end by themselves.
  server.closeAllConnections();
  await closed;
}

/** A request to the control server. */
interface Asked {
  readonly subject: ControlSubject;
  /** Without what follows a question mark. */
  readonly path: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

type Route = (asked: Asked) => void | Promise<void>;

/** What anybody on this machine may read. */
const shown: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['/healthz', ({ response }) => answerJson(response, 200, { pid: process.pid })],
  ['/status', ({ subject, response }) => answerJson(response, 200, subject.status())],
  ['/status/stream', ({ subject, response }) => streamStatus(response, subject.status, subject.changes)],
  ['/metrics', answerMetrics],
]);

/** What only those may use who have the token, by patterns of its paths. */
const steered: readonly (readonly [paths: RegExp, Route])[] = [
  [
    /^\/faults(?:\/|$)/,
    ({ subject, path, request, response }) => answerFaults(subject.faultControl, path, request, response),
  ],
  [
    /^\/caches(?:\/|$)/,
    ({ subject, path, request, response }) => answerCaches(subject.caches(), path, request, response),
  ],
  [
    /^\/services\//,
    ({ subject, path, request, response }) => answerRestart(subject.restart, path, request.method, response),
  ],
];

async function answer(subject: ControlSubject, request: IncomingMessage, response: ServerResponse): Promise<void> {
  requireLocalName(request);
  const [path = '/'] = (request.url ?? '/').split('?');
  const asked: Asked = { subject, path, request, response };
  const [, steer] = steered.find(([paths]) => paths.test(path)) ?? [];
  if (steer !== undefined) {
    requireToken(subject, request);
    return steer(asked);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new ControlProblem(405, `${path} is only to be read`);
  const show = shown.get(path);
  if (show !== undefined) return show(asked);
  throw new ControlProblem(
    404,
    'there are: /status, /status/stream, /metrics, /faults, /caches, /services/<name>/restart, /healthz',
  );
}

async function answerMetrics({ subject: { metrics }, request: { headers }, response }: Asked): Promise<void> {
  const { contentType, text } = await metrics.expose(headers.accept);
  response.writeHead(200, { 'content-type': contentType, vary: 'accept' });
  response.end(text);
}

/** A page on the web could have its own name point at this machine (DNS rebinding): only our own names are answered. */
function requireLocalName({ headers }: IncomingMessage): void {
  if (/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(headers.host ?? '')) return;
  throw new ControlProblem(403, 'the control server answers only as 127.0.0.1 or localhost');
}

function requireToken({ token }: ControlSubject, { headers }: IncomingMessage): void {
  // Programs send none; a page has no business here, even one that got hold of the token.
  if (headers.origin !== undefined)
    throw new ControlProblem(403, 'what runs is changed by programs on this machine, not from pages in a browser');
  if (carriesToken(headers.authorization, token)) return;
  throw new ControlProblem(
    401,
    'changing what runs needs the token in the file "token" of the state directory: Authorization: Bearer …',
  );
}
