import { type Claim, claimOf } from './beliefs.ts';

/** Headers that the edge reads or writes itself; they are passed on only as the edge writes them. */
const own = [
  'host',
  'asbuilt-deadline-ms',
  'asbuilt-drill',
  'x-request-id',
  'traceparent',
  'tracestate',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
] as const;

export type OwnName = (typeof own)[number];

const ownNames: ReadonlyMap<string, OwnName> = new Map(own.map((name) => [name, name]));

/** What is known about a header by its name. */
export interface HeaderName {
  readonly lower: string;
  /** Present where the edge reads or writes it itself. */
  readonly own: OwnName | undefined;
  /** Whether it concerns one connection only. */
  readonly isHop: boolean;
  readonly claim: Claim;
}

/**
 * Headers that concern one connection only, and must not be passed on (RFC 9110, section 7.6.1). `expect` is among them
 * since the edge answers it, `trailer` since only what is passed on in chunks can have any, `http2-settings` as it belongs
 * to an upgrade. What a proxy and its client say to each other about who that is, concerns these two (section 11.7).
 */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** By how they are written; attackers think up more than are worth remembering. */
const known = new Map<string, HeaderName>();
const mostKnown = 2000;

/** Looks a name up, which was looked over once: requests have the same names again and again. */
export function headerName(written: string): HeaderName {
  return known.get(written) ?? lookOver(written);
}

function lookOver(written: string): HeaderName {
  const lower = written.toLowerCase();
  const name = { lower, own: ownNames.get(lower), isHop: hopByHop.has(lower), claim: claimOf(lower) };
  // A copy: what is cut out of a head keeps all of that in memory.
  if (known.size < mostKnown) known.set(Buffer.from(written, 'latin1').toString('latin1'), name);
  return name;
}
