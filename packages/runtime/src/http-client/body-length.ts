import { membersOf } from '#http-message/fields';
import type { AnswerHead } from './answer-head.ts';

/** The body of an answer is as many bytes long, or as long as its chunks say, or lasts until the connection closes. */
export type BodyLength = number | 'chunked' | 'until-close';

/** Why the length of a body cannot be told. */
export interface UnclearLength {
  readonly reason: string;
}

/**
 * How long the body of an answer is (RFC 9112, section 6.3). What could be read in two ways is not read at all: a length
 * beside chunks, several lengths, codings that nobody asked for.
 *
 * @param isToHead whether the answer is to a HEAD request, and so has none
 */
export function bodyLengthOf({ status, framing }: AnswerHead, isToHead: boolean): BodyLength | UnclearLength {
  const { contentLength, transferEncoding } = framing;
  const stated = contentLength === '' ? undefined : statedLength(contentLength);
  if (stated === 'unclear') return { reason: 'it states its length as something else than one number' };
  if (isToHead || status < 200 || status === 204 || status === 304) return 0;
  if (transferEncoding === '') return stated ?? 'until-close';
  if (stated !== undefined) return { reason: 'it states a length beside a transfer coding' };
  if (framing.isHttp10) return { reason: 'it has a transfer coding, which HTTP/1.0 does not know' };
  return transferEncoding.toLowerCase() === 'chunked'
    ? 'chunked'
    : { reason: 'it has a transfer coding that was not asked for' };
}

/** Fifteen digits are a petabyte, and exact. */
function statedLength(said: string): number | 'unclear' {
  if (/^\d{1,15}$/.test(said)) return Number(said);
  // The same number twice is bearable; somebody on the way has joined two headers.
  const [first = '', ...others] = membersOf(said);
  return /^\d{1,15}$/.test(first) && others.every((other) => other === first) ? Number(first) : 'unclear';
}
