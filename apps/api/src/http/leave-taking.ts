import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Lets stopping wait for the answers that are under way and for nothing else. Node closes connections that have been used
 * and are idle when it stops; this also closes those on which nothing was asked yet, which clients keep in reserve,
 * and those whose last answer is sent later.
 */
export function takeLeaveOfClients(app: FastifyInstance): void {
  const unused = new Set<Socket>();
  let stopping = false;
  app.server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', ({ socket }, response) => {
    unused.delete(socket);
    response.once('close', () => {
      if (stopping) socket.end();
    });
  });
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close');
  });
  app.addHook('preClose', async () => {
    stopping = true;
    for (const socket of unused) socket.destroy();
  });
}
