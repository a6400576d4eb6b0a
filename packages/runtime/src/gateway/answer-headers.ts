import type { Dispatcher } from 'undici';
import { type Call, policyOf } from './call.ts';
import { hopByHop, withoutNominated } from './request-headers.ts';
import { missingSecurityHeaders } from './security-headers.ts';

/** The headers of an answer as the callee wrote them, byte for byte: name, value, name, value … */
export function rawAnswerHeaders(controller: Dispatcher.DispatchController): readonly string[] {
  const { rawHeaders } = controller;
  if (!Array.isArray(rawHeaders))
    throw new TypeError('The HTTP client gave the headers of an answer in an unknown form.');
  // HTTP's headers are bytes; latin1 keeps each one, and is what node:http writes.
  return rawHeaders.map((part) => (typeof part === 'string' ? part : part.toString('latin1')));
}

/** The headers for the client. */
export function answerHeaders(call: Call, raw: readonly string[]): string[] {
  const { guard } = call.edge.plan;
  const out = [
    ...passedHeaders(raw, guard?.corsOrigins !== undefined),
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

function passedHeaders(raw: readonly string[], withoutCors: boolean): readonly string[] {
  const passed: string[] = [];
  let connection = '';
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const value = raw[index + 1] ?? '';
    const lower = name.toLowerCase();
    const isOurs =
      lower === 'x-request-id' || lower === 'traceresponse' || (withoutCors && lower.startsWith('access-control-'));
    if (lower === 'connection') connection = value;
    else if (!isOurs && !hopByHop.has(lower)) passed.push(name, value);
  }
  return withoutNominated(passed, connection);
}
