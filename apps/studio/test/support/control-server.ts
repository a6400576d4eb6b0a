import { once } from 'node:events';
import { createServer } from 'node:http';
import type { SystemStatus } from '#client/api';
import { openChanges } from '../../../../packages/runtime/src/supervisor/changes.ts';
import { streamStatus } from '../../../../packages/runtime/src/supervisor/status-stream.ts';

/** A running system that tells of itself in the way of `asbuilt up`, and whose state the test decides on. */
export interface ControlServer {
  readonly url: string;
  /** How many listen at the moment. */
  listeners(): number;
  /** Tells everybody who listens, and whoever asks from now on. */
  tell(status: SystemStatus): void;
  stop(): Promise<void>;
}

export async function startControlServer(first: SystemStatus): Promise<ControlServer> {
  const changes = openChanges();
  let status = first;
  let listeners = 0;
  const server = createServer((request, response) => {
    if (request.url !== '/status/stream') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(status));
      return;
    }
    listeners += 1;
    response.once('close', () => {
      listeners -= 1;
    });
    streamStatus(response, () => status, changes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The control server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    listeners: () => listeners,
    tell: (next) => {
      status = next;
      changes.notify();
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
