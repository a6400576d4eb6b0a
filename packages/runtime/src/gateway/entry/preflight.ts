import type { Call } from '../call.ts';

/**
 * The method that a browser asks about before it makes a request to another site (a CORS preflight,
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch); undefined for any other request.
 */
export function preflightMethod({ method, request }: Call): string | undefined {
  const { origin, 'access-control-request-method': asked } = request.headers;
  return method === 'OPTIONS' && origin !== undefined ? asked : undefined;
}

/** Whether a preflight is as browsers make it: with nothing that could do more than ask, and in nobody's name. */
export function isBarePreflight({ headers, request, upgrade }: Call): boolean {
  const { authorization, cookie } = request.headers;
  return upgrade === undefined && !headers.hasBody && authorization === undefined && cookie === undefined;
}
