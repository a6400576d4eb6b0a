import type { Call } from '../call.ts';
import { fail } from '../fail.ts';

/** As many as Apache takes; a browser sends about twenty. How large they may be together is for the server to say. */
const usualHeaders = 100;

/** The step that refuses a request with more headers than anybody needs. */
export function limitHeaders(call: Call): 'next' | 'held' {
  const limit = call.edge.plan.guard?.mostHeaders ?? usualHeaders;
  if (call.request.raw.length <= 2 * limit) return 'next';
  fail(call, { kind: 'refused', refusal: { kind: 'too-many-headers', limit } });
  return 'held';
}
