import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { SystemStatus } from '#client/api';

/** A running system as `asbuilt up` tells of it, whose state the test decides on. */
export interface ControlServer {
  readonly url: string;
  /** How many listen at the moment. */
  listeners(): number;
  /** Tells everybody who listens, and whoever asks from now on. */
  tell(status: SystemStatus): void;
  /** Breaks every open stream, as a system that goes down does. */
  breakStreams(): void;
  stop(): Promise<void>;
}

export async function startControlServer(first: SystemStatus): Promise<ControlServer> {
  const streams = new Set<ServerResponse>();
  let status = first;
  const server = createServer((request, response) => {
    if (request.url !== '/status/stream') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(status));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(eventOf(status));
    streams.add(response);
    response.once('close', () => streams.delete(response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The control server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    listeners: () => streams.size,
    tell: (next) => {
      status = next;
      for (const stream of streams) stream.write(eventOf(next));
    },
    breakStreams: () => {
      for (const stream of streams) stream.destroy();
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function eventOf(status: SystemStatus): string {
  return `data: ${JSON.stringify(status)}\n\n`;
}
