import type { Dispatcher } from 'undici';
import { type Call, policyOf } from './call.ts';
import { hopByHop, withoutNominated } from './request-headers.ts';

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
  const passed: string[] = [];
  let connection = '';
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const value = raw[index + 1] ?? '';
    const lower = name.toLowerCase();
    if (lower === 'connection') connection = value;
    else if (lower !== 'x-request-id' && !hopByHop.has(lower)) passed.push(name, value);
  }
  const out = [...withoutNominated(passed, connection), 'X-Request-Id', call.requestId];
  if (call.added !== undefined) out.push(...call.added);
  const policy = policyOf(call);
  if (policy !== '') out.push('Asbuilt-Policy', policy);
  return out;
}
