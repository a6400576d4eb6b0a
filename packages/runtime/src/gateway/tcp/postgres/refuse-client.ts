import type { Socket } from 'node:net';
import type { Instruments } from '#gateway/instruments';
import { isDrill } from '#gateway/mark-drill';
import { reset } from '#gateway/reset';
import type { TcpFailure } from '#telemetry/edge-meter';
import { hearOut } from '../hear-out.ts';
import { recordRefused } from '../record-exchange.ts';
import { sendCancel } from './cancel.ts';
import { errorFor } from './error-for.ts';
import { errorResponse, noEncryption } from './messages.ts';
import type { Sessions } from './sessions.ts';
import { readFirst } from './startup.ts';

/**
 * Answers a client that gets no connection with an error, once it has said what it wants: before that no client listens.
 * A request to cancel goes to its server all the same.
 */
export function refuseClient(
  client: Socket,
  why: TcpFailure,
  { edge, sessions }: { readonly edge: Instruments; readonly sessions: Sessions },
): void {
  let bytes: Buffer = Buffer.alloc(0);
  let asksDrill = false;
  hearOut(client, (chunk, end) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      const first = readFirst(bytes);
      if (first.kind === 'incomplete') return;
      if (first.kind === 'startup') {
        recordRefused(edge, why, asksDrill);
        return end(errorResponse(errorFor({ edge }, why, 'FATAL')));
      }
      if (first.kind === 'foreign') return reset(client);
      bytes = bytes.subarray(first.bytes);
      if (first.kind === 'encryption') client.write(noEncryption);
      else if (first.kind === 'drill') asksDrill = isDrill(edge, first.mark);
      else {
        const session = sessions.byKey.get(first.key);
        session?.noteCancel();
        if (session === undefined) return end();
        return sendCancel(session.link.instance.address, first.key, () => end());
      }
    }
  });
}
