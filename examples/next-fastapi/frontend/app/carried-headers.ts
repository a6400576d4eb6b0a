/** By these, what one visitor caused can be found in the logs of all services. */
const carried = ['x-request-id', 'traceparent', 'tracestate', 'content-type'];

/** The headers of a request that go on to the next service. */
export function carriedHeaders(from: Headers): Headers {
  return picked(from, carried);
}

/** The headers of an answer that go back to the visitor: what it is, and which cached answers it belongs to. */
export function answerHeaders(from: Headers): Headers {
  return picked(from, ['content-type', 'cache-groups', 'cache-group-invalidation', 'x-answered-from']);
}

function picked(from: Headers, names: readonly string[]): Headers {
  const headers = new Headers();
  for (const name of names) {
    const value = from.get(name);
    if (value !== null) headers.set(name, value);
  }
  return headers;
}
