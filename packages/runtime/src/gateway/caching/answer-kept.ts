import type { Milliseconds } from '@asbuilt/core/model';
import type { Ask } from '#http-cache/ask';
import { withBrowserTime } from '#http-cache/browser-time';
import { cacheStatus, type Handling } from '#http-cache/cache-status';
import { clientHas, type KeptAnswer, type TierEntry } from '#http-cache/kept-answer';
import { addHeader, type Call, finish } from '../call.ts';
import { answerHeaders } from '../headers/answer-headers.ts';
import { canTrail } from '../headers/trailers.ts';

/** What the caches did with a call, from the user inwards. */
export type Handled = readonly { readonly name: string; readonly handling: Handling }[];

/** Answers with something that is kept: in part (304) if the client has it already, without its body to HEAD. */
export function answerKept(call: Call, ask: Ask, { answer }: Pick<TierEntry, 'answer'>, handled: Handled): void {
  const { edge, response, method } = call;
  const hasIt = clientHas(answer, ask);
  const status = hasIt ? 304 : answer.head.status;
  const isTrailed = answer.trailers.length > 0 && canTrail(call, status);
  tellCaches(call, handled);
  const kept = headersOf(call, answer, { hasIt, isTrailed, now: edge.options.now() });
  const headers = answerHeaders(call, kept, isTrailed);
  const body = hasIt || method === 'HEAD' ? undefined : answer.body;
  call.status = status;
  call.bytesToCaller = body?.length ?? 0;
  if (!call.left) {
    response.writeHead(status, headers);
    if (isTrailed) response.addTrailers(answer.trailers);
    if (body === undefined) response.end();
    else response.end(body);
  }
  finish(call, 'good');
}

/** Adds `Cache-Status`, in which the cache that is the nearest to the origin comes first. */
export function tellCaches(call: Call, handled: Handled): void {
  if (handled.length > 0) addHeader(call, 'Cache-Status', cacheStatus(handled.toReversed()));
}

/** In a 304 only what tells about the answer as a whole (RFC 9110, section 15.4.5). */
const inNotModified = new Set([
  'cache-control',
  'content-location',
  'date',
  'etag',
  'expires',
  'vary',
  'last-modified',
]);

interface Circumstances {
  readonly hasIt: boolean;
  /** Whether something stands behind the body, which then comes in chunks. */
  readonly isTrailed: boolean;
  readonly now: Milliseconds;
}

function headersOf(
  call: Call,
  { head, terms, body }: KeptAnswer,
  { hasIt, isTrailed, now }: Circumstances,
): readonly string[] {
  const { browser } = call.edge.plan.cache ?? {};
  const told = browser === undefined ? head.raw : withBrowserTime(head.raw, head.status, browser);
  const kept = told.filter((_, index) => !hasIt || inNotModified.has((told[index - (index % 2)] ?? '').toLowerCase()));
  const age = String(Math.max(0, Math.floor((now - terms.bornAt) / 1000)));
  const length = hasIt || isTrailed ? [] : ['Content-Length', String(body.length)];
  return [...kept, ...length, 'Age', age];
}
