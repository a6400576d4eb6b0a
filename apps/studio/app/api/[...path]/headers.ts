/** Headers that speak of one connection, not of the message (RFC 9110, 7.6.1), and so end here. */
const hopByHop: readonly string[] = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** The request's headers for the API: `x-request-id`, `traceparent` and all others that belong to the message. */
export function forwardedHeaders(from: Headers): Headers {
  const headers = messageHeaders(from);
  for (const name of ['host', 'expect', 'content-length']) headers.delete(name);
  // fetch would unpack a compressed answer by itself, so that a compressed one gains nothing on this hop.
  headers.set('accept-encoding', 'identity');
  return headers;
}

/** The answer's headers for the browser. */
export function returnedHeaders(from: Headers): Headers {
  const headers = messageHeaders(from);
  if (headers.has('content-encoding')) {
    headers.delete('content-encoding');
    headers.delete('content-length');
  }
  if (isEventStream(headers)) {
    // Next.js compresses text, and a compressor waits for more: `no-transform` keeps it away from events.
    headers.set('cache-control', 'no-cache, no-transform');
  }
  return headers;
}

/** Whether the body is server-sent events, which have no end of their own. */
export function isEventStream(headers: Headers): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

function messageHeaders(from: Headers): Headers {
  const headers = new Headers(from);
  const nominated = (from.get('connection') ?? '').split(',').map((name) => name.trim().toLowerCase());
  for (const name of [...hopByHop, ...nominated.filter(isToken)]) headers.delete(name);
  return headers;
}

/** `Headers` throws on a name that is no token (RFC 9110, 5.6.2). */
function isToken(name: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(name);
}
