import { createServer, type ServerResponse } from 'node:http';
import type { SystemStatus } from '@asbuilt/runtime';

const since = '2026-01-15T09:30:00.000Z';

export const status: SystemStatus = {
  overview: 'overview.md',
  startedAt: since,
  services: [
    { name: 'API', state: 'healthy', pid: 4242, address: '127.0.0.1:4001', restarts: 1, since },
    { name: 'Mail', state: 'unbound', restarts: 0, since },
  ],
  edges: [
    {
      name: 'frontend-api',
      from: 'Frontend',
      to: 'API',
      protocol: 'http',
      address: '127.0.0.1:4100',
      timeoutMs: 30_000,
      breaker: 'half-open',
      requests: 120,
      failures: 6,
      inFlight: 1,
      p50Ms: 8.5,
      p99Ms: 95,
    },
    {
      name: 'api-database',
      from: 'API',
      to: 'Database',
      protocol: 'tcp',
      address: '127.0.0.1:4101',
      breaker: 'none',
      requests: 4,
      failures: 0,
      inFlight: 4,
    },
  ],
};

/** A control server whose answers the test decides on. */
export interface ControlServer {
  readonly url: string;
  /** What `/status` answers; `undefined` never answers. */
  answer: { readonly status: number; readonly body: string } | undefined;
  /** The streams that are open now. */
  readonly streams: Set<ServerResponse>;
  stop(): Promise<void>;
}

export async function startControlServer(): Promise<ControlServer> {
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    if (request.url === '/status/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      streams.add(response);
      response.once('close', () => streams.delete(response));
    } else if (control.answer !== undefined) {
      response.writeHead(control.answer.status, { 'content-type': 'application/json' }).end(control.answer.body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The control server has no port.');
  const stop = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  const control: ControlServer = {
    url: `http://127.0.0.1:${address.port}`,
    answer: { status: 200, body: JSON.stringify(status) },
    streams,
    stop,
  };
  return control;
}
