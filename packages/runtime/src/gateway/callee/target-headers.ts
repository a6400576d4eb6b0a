import { remainingMs } from '@asbuilt/core/mechanisms';
import { type Address, isLoopback } from '../address.ts';
import { withValidators } from '../caching/validators.ts';
import type { Call } from '../call.ts';
import { isOverTls } from '../over-tls.ts';

/** The headers for the callee: name, value, name, value … */
export function targetHeaders(call: Call, target: Address): string[] {
  const { passed, own } = call.headers;
  const authority = authorityOf(target);
  const asked = own.get('host') ?? authority;
  // A service on this machine sees the host that the client asked for; one elsewhere is found by its own name.
  const out = [...withValidators(passed, call.validators), 'Host', isLoopback(target.host) ? asked : authority];
  out.push('X-Request-Id', call.requestId, 'Traceparent', call.traceparent);
  const leftMs = remainingMs(call.deadline, call.edge.options.now());
  // Rounded down: the callee is to give up before this edge does.
  if (leftMs < Number.POSITIVE_INFINITY) out.push('Asbuilt-Deadline-Ms', String(Math.floor(leftMs)));
  // What a vendor keeps in `tracestate` belongs to a trace that goes on.
  const tracestate = own.get('tracestate');
  if (tracestate !== undefined && call.continuesTrace) out.push('Tracestate', tracestate);
  if (call.identity !== undefined) out.push(...call.identity.headers);
  pushForwarded(out, call, asked);
  return out;
}

/** Who asked, for what: as RFC 7239 has it, and as everybody did before. */
function pushForwarded(out: string[], call: Call, asked: string): void {
  const { own } = call.headers;
  const client = call.request.remoteAddress ?? 'unknown';
  const proto = own.get('x-forwarded-proto') ?? (isOverTls(call) ? 'https' : 'http');
  out.push('X-Forwarded-For', appended(own.get('x-forwarded-for'), client));
  out.push('X-Forwarded-Host', own.get('x-forwarded-host') ?? asked, 'X-Forwarded-Proto', proto);
  out.push('Forwarded', appended(own.get('forwarded'), forwarded(client, asked, proto)));
}

/** Without the port that its scheme means anyway: not everybody knows a name with it for their own. */
function authorityOf({ host, port, encryption }: Address): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === (encryption === undefined ? 80 : 443) ? name : `${name}:${port}`;
}

/** One element as RFC 7239 writes it. */
function forwarded(client: string, host: string, proto: string): string {
  const node = client.includes(':') ? `"[${client}]"` : client;
  return `for=${node};host="${host.replaceAll(/["\\]/g, '')}";proto=${proto}`;
}

function appended(before: string | undefined, value: string): string {
  return before === undefined ? value : `${before}, ${value}`;
}
