import { pathParts, type RouteAccess } from '@asbuilt/core/mechanisms';
import { addHeader, type Call } from '../call.ts';
import { fail } from '../fail.ts';
import { originForm } from '../headers/origin-form.ts';
import { isBarePreflight, preflightMethod } from './preflight.ts';

/** The step that lets a call in where its route allows it, whoever makes it. What no route names is let in for nobody. */
export function authorize(call: Call): 'next' | 'held' {
  const access = call.edge.entry?.access;
  if (access === undefined) return 'next';
  const path = pathParts(originForm(call.request.target));
  if (path === undefined) {
    fail(call, { kind: 'bad-request', reason: 'its path can be read in more than one way' });
    return 'held';
  }
  switch (access.decide(call.method, path, call.identity)) {
    case 'allowed':
      return 'next';
    case 'sign-in':
      if (mayPreflight(call, access, path)) return 'next';
      askToSignIn(call);
      return 'held';
    case 'forbidden':
      addHeader(call, 'WWW-Authenticate', 'Bearer realm="entry", error="insufficient_scope"');
      fail(call, { kind: 'refused', refusal: { kind: 'forbidden' } });
      return 'held';
  }
}

/**
 * Whether a browser asks for leave to make a request that somebody might make. Preflights carry no token, whoever is in
 * front of the browser: refusing them would decide about CORS, which services do where the document names no origins.
 */
function mayPreflight(call: Call, access: RouteAccess, path: readonly string[]): boolean {
  const asked = preflightMethod(call);
  return asked !== undefined && isBarePreflight(call) && access.routeOf(asked, path) !== undefined;
}

/** As RFC 6750, section 3, has it: an error is told only where there was a token. */
function askToSignIn(call: Call): void {
  const trouble = call.tokenTrouble;
  if (trouble?.kind === 'unavailable') {
    fail(call, { kind: 'refused', refusal: { kind: 'identity-unavailable', retryAfterMs: trouble.retryAfterMs } });
    return;
  }
  const error = trouble && `, error="invalid_token", error_description="${trouble.reason}"`;
  addHeader(call, 'WWW-Authenticate', `Bearer realm="entry"${error ?? ''}`);
  fail(call, { kind: 'refused', refusal: { kind: 'sign-in', ...(trouble && { reason: trouble.reason }) } });
}
