import { TLSSocket } from 'node:tls';
import type { Call } from './call.ts';

/** Whether the edge's own connection to the client is encrypted. */
export function isOverTls({ request }: Call): boolean {
  return request.socket instanceof TLSSocket;
}
