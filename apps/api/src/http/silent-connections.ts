import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Lets stopping not wait for connections on which nothing was ever asked: clients keep such in reserve, and Node closes
 * only those that have been used.
 */
export function closeSilentConnections(app: FastifyInstance): void {
  const silent = new Set<Socket>();
  app.server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  app.server.on('request', ({ socket }) => silent.delete(socket));
  app.addHook('preClose', async () => {
    for (const socket of silent) socket.destroy();
  });
}
