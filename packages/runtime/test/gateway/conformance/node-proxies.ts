import { createServer } from 'node:http';
import type { Server, Socket } from 'node:net';
import proxyWith from '@fastify/http-proxy';
import fastify from 'fastify';
import { createProxyServer } from 'http-proxy-3';
import { Faults } from '#faults/faults';
import { openHttpEdge } from '#gateway/edge';
import { systemClock } from '#telemetry/clock';
import { openTelemetry } from '#telemetry/telemetry';
import { countingLedger } from '../counting-ledger.ts';
import { type OpenProxy, portOf } from './drill.ts';

/** An edge with a timeout and a breaker; what it logs is thrown away. */
export const openAsbuilt: OpenProxy = async (upstreamPort) => {
  const edge = await openHttpEdge(
    {
      name: 'Web → API',
      from: 'Web',
      to: 'API',
      protocol: 'http',
      entry: false,
      timeoutMs: 30_000,
      breaker: { opensAfterFailures: 5, halfOpenAfterMs: 30_000, closesAfterSuccesses: 1 },
    },
    {
      listen: { host: '127.0.0.1', port: 0 },
      target: () => ({ host: '127.0.0.1', port: upstreamPort }),
      telemetry: openTelemetry({ level: 'warn', sink: { write: () => undefined } }),
      faults: new Faults(),
      // Nothing here is about what the real one keeps on disk.
      ledger: countingLedger('API'),
      now: systemClock(),
      random: Math.random,
      drainMs: 100,
    },
  );
  return { port: edge.port, close: () => edge.close() };
};

export const openFastifyProxy: OpenProxy = async (upstreamPort) => {
  const server = fastify({ forceCloseConnections: true });
  await server.register(proxyWith, { upstream: `http://127.0.0.1:${upstreamPort}`, websocket: true });
  const end = endingOf(server.server);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const close = async (): Promise<void> => {
    end();
    await server.close();
  };
  return { port: portOf(server.server), close };
};

export const openHttpProxy3: OpenProxy = async (upstreamPort) => {
  const proxy = createProxyServer({ target: `http://127.0.0.1:${upstreamPort}`, ws: true });
  // As in its own examples: whoever gets no answer is told so.
  proxy.on('error', (_error, _request, response) => {
    if ('writeHead' in response && !response.headersSent) response.writeHead(502).end();
  });
  const server = createServer((request, response) => proxy.web(request, response));
  server.on('upgrade', (request, socket, head) => proxy.ws(request, socket, head));
  const end = endingOf(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    end();
    await closed;
  };
  return { port: portOf(server), close };
};

/** Ends all connections, also those that were upgraded, which Node.js no longer counts. */
function endingOf(server: Server): () => void {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)));
    // What is broken off on purpose is not to end the process.
    socket.on('error', () => socket.destroy());
  });
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}
