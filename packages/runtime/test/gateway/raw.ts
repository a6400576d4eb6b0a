import net from 'node:net';
import type { Address } from '#gateway/address';

/** Sends bytes as they are, and answers with all that comes back until the connection closes. */
export function sendRaw({ host, port }: Address, ...pieces: readonly (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    const client = net.connect(port, host);
    let got = '';
    client.on('data', (chunk) => {
      got += chunk.toString('latin1');
    });
    // A connection that is cut off has said what it had to say.
    client.on('error', () => undefined);
    client.once('close', () => resolve(got));
    for (const piece of pieces) client.write(piece);
  });
}

/** The problem document of an answer that came over a bare connection. */
export function problemOf(answer: string): Record<string, unknown> {
  const body: unknown = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));
  if (typeof body !== 'object' || body === null) throw new Error(`No problem document: ${answer}`);
  return Object.fromEntries(Object.entries(body));
}
