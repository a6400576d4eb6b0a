import { connect, type Socket } from 'node:net';
import { connect as connectOverTls } from 'node:tls';
import type { Address } from '../address.ts';
import type { Encryption } from '../encryption.ts';
import { LentReads } from '../lent-reads.ts';
import { encryptionRequest, mayEncrypt } from './postgres/messages.ts';

/** Who is told, once, how reaching a callee went. */
export interface Reaching {
  /** @param lent what comes from it, where that is only lent */
  readonly onReached: (callee: Socket, lent?: LentReads) => void;
  readonly onError: (error: Error) => void;
}

/** Connects to a callee, over TLS where its address wants that. Whoever does not want to wait any longer destroys the answer. */
export function reach(address: Address, reaching: Reaching): Socket {
  const { host, port, encryption } = address;
  const where = { host, port, allowHalfOpen: true, noDelay: true };
  if (encryption === undefined) {
    const lent = new LentReads();
    const socket = connect({ ...where, onread: lent.onread });
    return onceReady(socket, 'connect', reaching.onError, () => reaching.onReached(socket, lent));
  }
  if (encryption.asks !== undefined) return reachAsking(connect(where), address, encryption, reaching);
  const socket = connectOverTls({ ...where, ...encryption.options });
  return onceReady(socket, 'secureConnect', reaching.onError, () => reaching.onReached(socket.setNoDelay()));
}

/** As PostgreSQL has it: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL. */
function reachAsking(socket: Socket, { host }: Address, { options }: Encryption, reaching: Reaching): Socket {
  socket.once('connect', () => socket.write(encryptionRequest));
  const ended = (): void =>
    void socket.destroy(new Error('The server closed the connection when it was asked to encrypt.'));
  socket.once('end', ended);
  socket.once('data', (answer) => {
    // Anything behind that could have been put there by somebody on the way (CVE-2021-23222).
    if (!answer.equals(mayEncrypt)) {
      socket.destroy(new Error('The server does not encrypt, and its address wants that.'));
      return;
    }
    const secured = connectOverTls({ socket, host, ...options });
    socket.off('end', ended).off('error', reaching.onError);
    socket.on('error', (error) => secured.destroy(error));
    onceReady(secured, 'secureConnect', reaching.onError, () => reaching.onReached(secured));
  });
  return socket.once('error', reaching.onError);
}

/** Until it is ready, what breaks a connection is told to whoever waits for it; after that to whoever has it. */
function onceReady(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  onError: (error: Error) => void,
  ready: () => void,
): Socket {
  socket.once('error', onError);
  socket.once(event, () => {
    socket.off('error', onError);
    ready();
  });
  return socket;
}
