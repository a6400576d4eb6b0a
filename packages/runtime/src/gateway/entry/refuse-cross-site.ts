import type { Call } from '../call.ts';
import { fail } from '../fail.ts';

/**
 * The step that keeps pages of other sites from changing something in the name of whoever looks at them (CSRF). Browsers
 * say where a request comes from in `Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata/), and in `Origin` (RFC 6454)
 * with every request that may change something. What has neither is no browser, and carries nobody's cookies by accident.
 */
export function refuseCrossSite(call: Call): 'next' | 'held' {
  const { guard } = call.edge.plan;
  if (guard?.refusesCrossSite !== true || isHarmless(call) || isWelcome(call, guard.corsOrigins ?? [])) return 'next';
  fail(call, { kind: 'refused', refusal: { kind: 'cross-site', policy: 'csrf' } });
  return 'held';
}

/** Methods that only ask (RFC 9110, section 9.2.1). A page may open a WebSocket to any site, so an upgrade is not harmless. */
function isHarmless({ method, upgrade }: Call): boolean {
  return upgrade === undefined && (method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || method === 'TRACE');
}

function isWelcome(call: Call, origins: readonly string[]): boolean {
  const { origin, 'sec-fetch-site': site } = call.request.headers;
  if (origin !== undefined && origins.includes(origin)) return true;
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return origin === undefined || isOwnOrigin(call, origin);
}

/** Whether an origin is the one that the client asks: its host, for `null` has none, and the scheme is not ours to know behind a proxy. */
export function isOwnOrigin(call: Call, origin: string): boolean {
  const { own } = call.headers;
  const isBehindProxy = (call.edge.plan.guard?.trustedProxies ?? 0) > 0;
  const asked = (isBehindProxy ? own.get('x-forwarded-host') : undefined) ?? own.get('host');
  return asked !== undefined && URL.canParse(origin) && new URL(origin).host === asked.toLowerCase();
}
