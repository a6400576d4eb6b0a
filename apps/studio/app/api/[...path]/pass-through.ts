import { forwardedHeaders, isEventStream, returnedHeaders } from './headers.ts';
import { problem } from './problem.ts';
import { until } from './until.ts';

/** The methods that change nothing, so that any page may send them (RFC 9110, 9.2.1). */
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Where requests go, and under which path of ours they arrive. */
export interface PassThroughTarget {
  readonly apiUrl: URL;
  /** `/api`: cut off before the request goes on. */
  readonly prefix: string;
  /** Aborts when this process is asked to stop: events end then, other answers are carried to their end. */
  readonly stopping: AbortSignal;
}

/**
 * Sends a request on to the API and streams the answer back, both ways without buffering. When the browser leaves, the
 * call to the API ends too. An API that cannot be reached is told as 502 problem+json (RFC 9457).
 */
export async function passThrough(request: Request, target: PassThroughTarget): Promise<Response> {
  if (isForeign(request)) {
    return problem(403, 'Forbidden', 'This request was sent by a page of another site.', request);
  }
  const url = targetUrl(new URL(request.url), target);
  try {
    const answer = await fetch(url, {
      method: request.method,
      headers: forwardedHeaders(request.headers),
      signal: request.signal,
      redirect: 'manual',
      cache: 'no-store',
      ...(request.body === null ? {} : { body: request.body, duplex: 'half' }),
    });
    return new Response(bodyOf(answer, target.stopping), {
      status: answer.status,
      headers: returnedHeaders(answer.headers),
    });
  } catch (error) {
    if (request.signal.aborted) return new Response(null, { status: 499 });
    return problem(
      502,
      'Bad Gateway',
      `The API at ${target.apiUrl.origin} cannot be reached: ${reason(error)}.`,
      request,
    );
  }
}

function bodyOf({ body, headers }: Response, stopping: AbortSignal): ReadableStream<Uint8Array> | null {
  return body !== null && isEventStream(headers) ? until(stopping, body) : body;
}

/** A change that another site's page asks for: browsers say so themselves (Fetch Metadata, `Sec-Fetch-Site`). */
function isForeign(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  return !safeMethods.has(request.method) && (site === 'cross-site' || site === 'same-site');
}

/** The path is set on the API's own address, never resolved against it: `//elsewhere/x` must not choose the host. */
function targetUrl(from: URL, target: PassThroughTarget): URL {
  const to = new URL(target.apiUrl);
  to.pathname = to.pathname.replace(/\/$/, '') + from.pathname.slice(target.prefix.length);
  to.search = from.search;
  return to;
}

/** `fetch failed` hides the reason in its cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}
