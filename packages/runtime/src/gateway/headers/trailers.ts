import type { Call } from '../call.ts';
import { isMadeUp } from './beliefs.ts';
import { headerName } from './header-name.ts';

/**
 * What says how a message is to be read, routed or let in must not come after its body (RFC 9110, section 6.5.1): who acts
 * on it there was not asked by who decided about the message.
 */
const notBehind: ReadonlySet<string> = new Set([
  'age',
  'authorization',
  'cache-control',
  'content-encoding',
  'content-length',
  'content-range',
  'content-type',
  'cookie',
  'date',
  'expires',
  'location',
  'max-forwards',
  'pragma',
  'range',
  'retry-after',
  'set-cookie',
  'vary',
  'www-authenticate',
]);

/** What is passed on of the fields behind a body, in either direction. Without `call` everything may be said that may stand there. */
export function passedTrailers(raw: readonly string[], call?: Call): [name: string, value: string][] {
  const passed: [name: string, value: string][] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const { claim, isHop, lower, own } = headerName(name);
    if (notBehind.has(lower) || isHop || own !== undefined) continue;
    const beliefs = call?.edge.entry?.beliefsOf(call.request.socket);
    if (beliefs !== undefined && isMadeUp(claim, beliefs)) continue;
    passed.push([name, raw[index + 1] ?? '']);
  }
  return passed;
}

/** Whether the answer to a call can have trailers at all: it has a body, and its client knows chunks. */
export function canTrail({ method, request }: Call, status: number): boolean {
  return request.minorVersion > 0 && method !== 'HEAD' && status !== 204 && status !== 304;
}
