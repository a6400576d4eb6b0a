import type { Bytes, Milliseconds } from '@asbuilt/core/model';

const withinMs: Milliseconds = 5000;
/** Hundreds of keys. */
const mostBytes: Bytes = 512 * 1024;

/** Asks an issuer for a document. Follows nobody elsewhere, waits five seconds, and reads half a megabyte at most. */
export async function fetchJson(url: URL): Promise<unknown> {
  // A system without identities does not wait for it.
  const { request } = await import('undici');
  const { statusCode, body } = await request(url, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(withinMs),
    // A connection that is kept would outlive the system that runs.
    reset: true,
  });
  if (statusCode !== 200) {
    // Whoever ends a body early is told so by an event, which would end the process if nobody listened.
    body.on('error', () => undefined).destroy();
    throw new Error(`${url.href} answered ${statusCode}.`);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('The HTTP client gave a body in an unknown form.');
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error(`${url.href} answered more than ${mostBytes} bytes.`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
