import { type Call, policyOf } from '../call.ts';
import { missingSecurityHeaders } from '../entry/security-headers.ts';
import { headerName } from './header-name.ts';
import { announce, noteHop, nothingYet, withoutNominated } from './request-headers.ts';

/**
 * The headers for the client.
 *
 * @param canTrail whether something may stand behind the body
 */
export function answerHeaders(call: Call, raw: readonly string[], canTrail = false): string[] {
  const { guard } = call.edge.plan;
  const out = [
    ...passedHeaders(raw, { withoutCors: guard?.corsOrigins !== undefined, canTrail }),
    'X-Request-Id',
    call.requestId,
    'Traceresponse',
    call.traceresponse,
  ];
  if (call.added !== undefined) out.push(...call.added);
  const policy = policyOf(call);
  if (policy !== '') out.push('Asbuilt-Policy', policy);
  if (guard?.securityHeaders === true) out.push(...missingSecurityHeaders(out));
  return out;
}

interface Passing {
  readonly withoutCors: boolean;
  readonly canTrail: boolean;
}

function passedHeaders(raw: readonly string[], { withoutCors, canTrail }: Passing): readonly string[] {
  const passed: string[] = [];
  const hop = nothingYet();
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const value = raw[index + 1] ?? '';
    const { isHop, lower } = headerName(name);
    if (isHop) noteHop(hop, lower, value);
    else if (!isOurs(lower, withoutCors)) passed.push(name, value);
  }
  if (canTrail) announce(hop, passed);
  return withoutNominated(passed, hop.connection);
}

function isOurs(name: string, withoutCors: boolean): boolean {
  return name === 'x-request-id' || name === 'traceresponse' || (withoutCors && name.startsWith('access-control-'));
}
