import type { Milliseconds } from '@asbuilt/core/model';
import { HttpServer } from '#http-server/http-server';
import type { IncomingRequest } from '#http-server/incoming-request';
import type { Unusual } from '#http-server/unusual';
import { Call, EdgeAnswer, type HttpEdge, proceed } from './call.ts';
import { clientLeft } from './client-left.ts';
import { refuseBrokenBody, refuseUnreadable } from './refuse-unreadable.ts';
import { serverOptions } from './server-options.ts';

/** What listens for the clients of an HTTP edge. */
export type EdgeServer = HttpServer<EdgeAnswer>;

/** How long running calls and upgraded connections may go on when the edge closes, unless it is told otherwise. */
const usualDrainMs: Milliseconds = 1000;

/** The server of an edge; it does not listen yet. */
export function serve(edge: HttpEdge): EdgeServer {
  return new HttpServer<EdgeAnswer>(serverOptions(edge), {
    answerTo: (request, carrier, shouldKeepAlive) => new EdgeAnswer(request, carrier, shouldKeepAlive),
    request: (request, answer, unusual) => begin(edge, request, answer, unusual),
    left: clientLeft,
    drained: ({ call }) => call?.attempt?.resume(),
    broken: refuseBrokenBody,
    unreadable: (socket, why) => refuseUnreadable(edge, socket, why),
  });
}

function begin(edge: HttpEdge, request: IncomingRequest, response: EdgeAnswer, unusual: Unusual | undefined): void {
  const call = new Call(edge, request, response, unusual?.upgrade);
  call.awaitsContinue = unusual?.awaitsContinue ?? false;
  response.call = call;
  edge.meter.inFlight += 1;
  proceed(call);
}

/** Stops listening, lets running calls and upgraded connections end for a while, then ends them. */
export async function closeServer(edge: HttpEdge, server: EdgeServer): Promise<void> {
  edge.isClosing = true;
  const closed = server.close();
  for (const { response } of edge.endless) response.destroy();
  for (const webSocket of edge.webSockets) webSocket.goAway();
  const end = setTimeout(() => server.destroyAll(), edge.options.drainMs ?? usualDrainMs);
  try {
    await closed;
  } finally {
    clearTimeout(end);
  }
}
