import type { ServerResponse } from 'node:http';
import type { Changes } from './changes.ts';
import type { SystemStatus } from './status.ts';

const everyMs = 1_000;

/**
 * Streams the status as server-sent events (WHATWG HTML, 9.2): event `status`, one a second and one at every change, until the client leaves.
 */
export function streamStatus(response: ServerResponse, status: () => SystemStatus, changes: Changes): void {
  const send = (): void => {
    // A client that does not read gets the newest status once it reads again, not all that it missed.
    if (!response.writableNeedDrain) response.write(`event: status\ndata: ${JSON.stringify(status())}\n\n`);
  };
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  send();
  const ticking = setInterval(send, everyMs);
  const deaf = changes.listen(send);
  response.once('close', () => {
    clearInterval(ticking);
    deaf();
  });
}
