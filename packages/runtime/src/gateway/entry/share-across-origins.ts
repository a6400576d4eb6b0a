import { addHeader, type Call } from '../call.ts';
import { fail } from '../fail.ts';
import { answerEmpty } from './answer-empty.ts';
import { preflightMethod } from './preflight.ts';
import { isOwnOrigin } from './refuse-cross-site.ts';

/** How long a browser may remember what it was allowed, in seconds: as long as any browser does without being told. */
const rememberS = '600';
/** What pages may read besides the headers that they always may. */
const readable = 'X-Request-Id, Asbuilt-Policy, RateLimit, RateLimit-Policy, Retry-After';

/**
 * The step that lets pages of the stated origins, and of no others, read answers (CORS,
 * https://fetch.spec.whatwg.org/#http-cors-protocol). Services are not asked: neither are their own headers about it
 * passed on, nor does a preflight reach them.
 */
export function shareAcrossOrigins(call: Call): 'next' | 'held' {
  const origins = call.edge.plan.guard?.corsOrigins;
  if (origins === undefined) return 'next';
  addHeader(call, 'Vary', 'Origin');
  const { origin } = call.request.headers;
  const asked = preflightMethod(call);
  if (origin === undefined || !origins.includes(origin)) {
    if (origin === undefined || asked === undefined || isOwnOrigin(call, origin)) return 'next';
    fail(call, { kind: 'refused', refusal: { kind: 'cross-site', policy: 'cors' } });
    return 'held';
  }
  addHeader(call, 'Access-Control-Allow-Origin', origin);
  addHeader(call, 'Access-Control-Allow-Credentials', 'true');
  if (asked === undefined) {
    addHeader(call, 'Access-Control-Expose-Headers', readable);
    return 'next';
  }
  allow(call, asked);
  return 'held';
}

function allow(call: Call, method: string): void {
  const asked = call.request.headers['access-control-request-headers'];
  const headers = ['Access-Control-Allow-Methods', method, 'Access-Control-Max-Age', rememberS];
  if (asked !== undefined) headers.push('Access-Control-Allow-Headers', asked);
  answerEmpty(call, 204, headers);
}
