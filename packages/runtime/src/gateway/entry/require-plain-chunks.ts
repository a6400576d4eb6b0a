import { membersOf } from '#http-message/fields';
import type { Call } from '../call.ts';
import { fail } from '../fail.ts';
import type { Failure } from '../failure.ts';

const name = 'transfer-encoding';

/**
 * The step that refuses a request whose body is encoded for the way in another manner than in chunks (RFC 9112, section
 * 6.1): the chunks would be taken apart here, and the callee would get what is left without a word about it. Where chunks
 * are not what was done last, nobody can tell where the body ends (section 6.3).
 */
export function requirePlainChunks(call: Call): 'next' | 'held' {
  if (!call.headers.hasBody) return 'next';
  const coding = codingOf(call.request.raw);
  if (coding === undefined || coding === 'chunked') return 'next';
  // Who stands in front may see another end of such a body: what it sends next may not be what it looks like.
  call.response.shouldKeepAlive = false;
  fail(call, failureOf(coding));
  return 'held';
}

function failureOf(coding: string): Failure {
  const steps = membersOf(coding);
  const isInChunks = steps.indexOf('chunked') === steps.length - 1;
  if (isInChunks) return { kind: 'refused', refusal: { kind: 'unknown-coding', coding } };
  return { kind: 'bad-request', reason: 'nobody can tell where its body ends' };
}

/** What was done to the body for the way, in lower case. */
function codingOf(raw: readonly string[]): string | undefined {
  let coding: string | undefined;
  for (let index = 0; index < raw.length; index += 2) {
    const header = raw[index] ?? '';
    if (header.length !== name.length || header.toLowerCase() !== name) continue;
    coding = coding === undefined ? raw[index + 1] : `${coding},${raw[index + 1] ?? ''}`;
  }
  return coding?.toLowerCase();
}
