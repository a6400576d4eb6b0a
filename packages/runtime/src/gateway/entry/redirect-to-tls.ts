import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Milliseconds } from '@asbuilt/core/model';
import { onlyOnce } from '../only-once.ts';

const host = /^([\w.-]{1,253}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i;
const withinMs: Milliseconds = 10_000;

/** A server that sends everybody who asks over plain HTTP to the same place over TLS. */
export interface TlsRedirect {
  readonly server: Server;
  close(): Promise<void>;
}

/** Makes one, which does not listen yet. @param tlsPort where TLS is spoken */
export function redirectToTls(tlsPort: number): TlsRedirect {
  const server = createServer(
    { headersTimeout: withinMs, requestTimeout: withinMs, connectionsCheckingInterval: 1000, keepAliveTimeout: 5000 },
    (request, response) => {
      request.resume();
      answer(response, locationOf(request.headers.host, request.url ?? '/', tlsPort));
    },
  );
  const close = onlyOnce(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { server, close };
}

/** Undefined where the request names no host that a link could be made of. */
function locationOf(named: string | undefined, target: string, tlsPort: number): string | undefined {
  const name = host.exec(named ?? '')?.[1];
  if (name === undefined || !target.startsWith('/') || target.startsWith('//')) return undefined;
  return `https://${name}${tlsPort === 443 ? '' : `:${tlsPort}`}${target}`;
}

function answer(response: ServerResponse, location: string | undefined): void {
  if (location === undefined) {
    const problem = {
      type: 'urn:asbuilt:problem:bad-request',
      title: 'Bad Request',
      status: 400,
      detail: 'This port sends requests on to TLS, and this one names no host and path that could be meant.',
    };
    response.writeHead(400, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem));
    return;
  }
  // Kept with method and body, as RFC 9110, section 15.4.9, has it.
  response.writeHead(308, { Location: location, 'Content-Length': '0' }).end();
}
