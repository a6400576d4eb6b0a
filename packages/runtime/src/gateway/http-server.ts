import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Milliseconds } from '@asbuilt/core/model';
import { Call, EdgeResponse, type HttpEdge, proceed } from './call.ts';
import { watchClient } from './client-left.ts';
import { refuseTunnel, refuseUnreadable } from './refuse-unreadable.ts';
import { secureOptions, serverOptions } from './server-options.ts';

/** What listens for the clients of an HTTP edge. */
export type EdgeServer = Server<typeof IncomingMessage, typeof EdgeResponse>;

/** How long running calls and upgraded connections may go on when the edge closes, unless it is told otherwise. */
const usualDrainMs: Milliseconds = 1000;
const pollMs: Milliseconds = 20;
/** What was asked before the edge closed has come by then. */
const arrivesWithinMs: Milliseconds = 250;

/** The server of an edge; it does not listen yet. */
export function serve(edge: HttpEdge): EdgeServer {
  const listener = (request: IncomingMessage, response: EdgeResponse): void => begin(edge, request, response);
  const options = { ...serverOptions(edge), ServerResponse: EdgeResponse };
  const secure = secureOptions(edge);
  const server: EdgeServer =
    secure === undefined
      ? createServer<typeof IncomingMessage, typeof EdgeResponse>(options, listener)
      : createSecureServer<typeof IncomingMessage, typeof EdgeResponse>({ ...options, ...secure }, listener);
  edge.newcomers.watch(server, secure !== undefined);
  server.on('checkContinue', (request: IncomingMessage, response: EdgeResponse) =>
    begin(edge, request, response, { awaitsContinue: true }),
  );
  server.on('clientError', (error, socket) => refuseUnreadable(edge, error, socket));
  server.on('connect', (_request, socket) => refuseTunnel(edge, socket));
  server.on('upgrade', (request, socket, head) => beginUpgrade(edge, request, socket, head));
  return server;
}

/** What is unusual about a request. */
type Begun = Partial<Pick<Call, 'awaitsContinue' | 'upgrade'>>;

function begin(edge: HttpEdge, request: IncomingMessage, response: EdgeResponse, begun?: Begun): void {
  // What came in the same packet has been read already.
  if (edge.parted.size > 0 && edge.parted.has(request.socket)) return;
  edge.newcomers.spoke(request.socket);
  const call = new Call(edge, request, response, begun?.upgrade);
  call.awaitsContinue = begun?.awaitsContinue ?? false;
  response.call = call;
  edge.meter.inFlight += 1;
  watchClient(call);
  proceed(call);
}

function beginUpgrade(edge: HttpEdge, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  // The type admits other streams, for servers that are fed with connections of another make; this one is not.
  if (!(socket instanceof Socket)) throw new TypeError('An upgrade came over something else than a socket.');
  const { upgraded } = edge;
  upgraded.add(socket);
  socket.once('close', () => upgraded.delete(socket));
  socket.on('error', closesByItself);
  const response = new EdgeResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => socket.destroySoon());
  // node:http no longer reads, so that it would not notice a client that leaves. What a client sends early waits here.
  socket.once('end', () => response.socket === socket && socket.destroy());
  socket.read(0);
  begin(edge, request, response, { upgrade: { protocol: request.headers.upgrade ?? '', head } });
}

/** A socket that breaks is closed, and that is what ends the call; without a listener the error would end the process. */
function closesByItself(): void {}

/** Stops listening, lets running calls and upgraded connections end for a while, then ends them. */
export async function closeServer(edge: HttpEdge, server: EdgeServer): Promise<void> {
  const closed = new Promise<void>((resolve, reject) =>
    server.close((error) => (error === undefined ? resolve() : reject(error))),
  );
  edge.isClosing = true;
  for (const response of edge.endless) response.destroy();
  for (const webSocket of edge.webSockets) webSocket.goAway();
  // A connection whose last answer is out would wait for further requests.
  const idle = setInterval(() => server.closeIdleConnections(), pollMs);
  const dismissal = setTimeout(() => edge.newcomers.dismiss(), arrivesWithinMs);
  const end = setTimeout(() => endAll(edge, server), edge.options.drainMs ?? usualDrainMs);
  await closed;
  clearInterval(idle);
  clearTimeout(dismissal);
  clearTimeout(end);
}

function endAll(edge: HttpEdge, server: EdgeServer): void {
  server.closeAllConnections();
  edge.newcomers.dismiss();
  for (const socket of edge.upgraded) socket.destroy();
}
