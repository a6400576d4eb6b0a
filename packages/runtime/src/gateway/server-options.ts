import type { TlsOptions } from 'node:tls';
import type { Bytes, Milliseconds } from '@asbuilt/core/model';
import type { HttpServerOptions } from '#http-server/http-server';
import type { HttpEdge } from './call.ts';
import { usualPatience } from './patience.ts';

/** Longer than the clients' own keep-alive times, so that it is they who close: a request never meets a closing connection. */
const keepAliveMs: Milliseconds = 65_000;
const usualHeaderBytes: Bytes = 16 * 1024;

/** Of all headers of a request together. */
export function headerBytesOf({ plan }: HttpEdge): Bytes {
  return plan.headerBytes ?? usualHeaderBytes;
}

/**
 * How the server of an edge treats connections. How long a body may take, its pace decides, and the edge's deadline: a large
 * one takes its time.
 */
export function serverOptions(edge: HttpEdge): HttpServerOptions {
  const { headersWithinMs, lookEveryMs } = edge.options.patience ?? usualPatience;
  return {
    mostHeadBytes: headerBytesOf(edge),
    headWithinMs: headersWithinMs,
    keepAliveMs,
    lookEveryMs,
    tls: secureOptions(edge),
  };
}

/** How it speaks TLS; undefined where the plan does not ask for that. */
function secureOptions({ options, plan }: HttpEdge): TlsOptions | undefined {
  const minVersion = plan.guard?.tls;
  if (minVersion === undefined) return undefined;
  const { certificate, patience = usualPatience } = options;
  if (certificate === undefined)
    throw new Error(`The edge "${plan.name}" is to speak TLS and was given no certificate.`);
  return { ...certificate, minVersion, ALPNProtocols: ['http/1.1'], handshakeTimeout: patience.headersWithinMs };
}
