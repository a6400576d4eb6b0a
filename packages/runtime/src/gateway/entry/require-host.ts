import type { Call } from '../call.ts';
import { fail } from '../fail.ts';

/** A name or an address, and a port: no user, no path, no list. */
const host = /^(?:[\w.-]{1,253}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i;
const absolute = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i;

/**
 * The step that refuses a request which names no host, and one from outside which names two of them, or something else:
 * services make links of it. Which address is asked is never up to the client (SSRF); it is the plan's callee, whatever
 * stands here.
 */
export function requireHost(call: Call): 'next' | 'held' {
  const reason = reasonToRefuse(call, call.headers.own.get('host'));
  if (reason === undefined) return 'next';
  fail(call, { kind: 'bad-request', reason });
  return 'held';
}

function reasonToRefuse({ edge, request }: Call, named: string | undefined): string | undefined {
  if (named === undefined) return request.minorVersion === 0 ? undefined : 'it names no host';
  return edge.entry === undefined ? undefined : faultOf(named, request.target);
}

function faultOf(named: string, target: string): string | undefined {
  if (named.includes(',')) return 'it names more than one host';
  if (!host.test(named)) return 'what it names as its host is none';
  if (target.startsWith('/')) return undefined;
  const asked = absolute.exec(target)?.[1];
  if (asked === undefined) return target === '*' ? undefined : 'its target is no path';
  if (!/^https?:/i.test(target)) return 'its target is no address of the web';
  // The address counts, and not the header (RFC 9112, section 3.2.2); who sends two different ones is up to something.
  return asked.toLowerCase() === named.toLowerCase()
    ? undefined
    : 'its target and its Host header name different hosts';
}
