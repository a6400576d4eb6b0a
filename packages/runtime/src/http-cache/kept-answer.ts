import type { KeepingTimes } from '@asbuilt/core/mechanisms';
import type { Bytes, Milliseconds } from '@asbuilt/core/model';
import { type AnswerHead, answerHead, listOf } from './answer-head.ts';
import { type Ask, askedHeader } from './ask.ts';
import { readHttpDate } from './http-date.ts';
import { stringsOf } from './structured-strings.ts';
import type { Terms } from './terms.ts';

/** An answer that a cache keeps. Several tiers may share one. */
export interface KeptAnswer {
  /** Headers as they are passed on, but for those that change with each time: name, value, name, value … */
  readonly head: AnswerHead;
  readonly body: Buffer;
  /** What stands behind the body; kept apart from the headers, which it must not be taken for (RFC 9111, section 3.1). */
  readonly trailers: readonly Field[];
  readonly terms: Terms;
  /** The values that the request had for the headers that it depends on, in their order. */
  readonly variant: string;
  /** By what it can be purged. */
  readonly tags: ReadonlySet<string>;
}

/** A field behind a body. */
type Field = [name: string, value: string];

/** An answer in one tier. */
export interface TierEntry {
  readonly answer: KeptAnswer;
  readonly times: KeepingTimes;
}

/** Headers that are written anew each time, or concern the way here only. */
const notKept = new Set(['age', 'content-length', 'x-request-id', 'asbuilt-policy', 'cache-status']);

/** An answer that has come in whole. */
interface Arrived {
  readonly head: AnswerHead;
  readonly terms: Terms;
  readonly body: readonly Buffer[];
  readonly trailers: readonly Field[];
  readonly begunAt: Milliseconds;
}

/** Makes an answer ready to be kept. The body is copied, so that it does not hold the larger buffers that it came in. */
export function keptAnswer(ask: Ask, { head, terms, body, trailers, begunAt }: Arrived): KeptAnswer {
  const raw = head.raw.filter((_, index) => !notKept.has((head.raw[index - (index % 2)] ?? '').toLowerCase()));
  // A recipient with a clock adds the date that is missing (RFC 9110, section 6.6.1).
  if (!head.fields.has('date')) raw.push('Date', new Date(begunAt).toUTCString());
  return {
    head: answerHead(head.status, raw),
    body: Buffer.concat(body),
    trailers,
    terms,
    variant: variantOf(ask, terms.vary),
    tags: tagsOf(head),
  };
}

/** What tells the variants of an answer apart: the request's values for the headers that it depends on. */
export function variantOf(ask: Ask, vary: readonly string[]): string {
  return vary
    .map(
      (name) =>
        `${name}:${
          askedHeader(ask, name)
            ?.replaceAll(/\s*,\s*/g, ',')
            .trim() ?? ''
        }`,
    )
    .join('\n');
}

/** About what an entry takes. */
export function bytesOf({ body, head, trailers }: KeptAnswer): Bytes {
  const written = [...head.raw, ...trailers.flat()];
  return body.length + written.reduce((sum, part) => sum + part.length, 0) + 500;
}

/** By what an answer can be purged: `Cache-Tag`, `Surrogate-Key`, and `Cache-Groups` (RFC 9875). */
function tagsOf({ fields }: AnswerHead): ReadonlySet<string> {
  return new Set([
    ...listOf(fields.get('cache-tag')),
    ...(fields.get('surrogate-key') ?? '').split(/[\s,]+/).filter((key) => key !== ''),
    ...stringsOf(fields.get('cache-groups')),
  ]);
}

/**
 * Takes over what a 304 says about an answer that is kept (RFC 9111, section 4.3.4); what describes the body stays as it is.
 */
export function freshenedHead(kept: AnswerHead, said: AnswerHead, begunAt: Milliseconds): AnswerHead {
  const renewed = new Set([...said.fields.keys()].filter((name) => !describesBody.has(name) && !notKept.has(name)));
  renewed.add('date');
  const isKept = (name: string): boolean => !renewed.has(name.toLowerCase());
  const raw = [...pick(kept.raw, isKept), ...pick(said.raw, (name) => !isKept(name))];
  if (!said.fields.has('date')) raw.push('Date', new Date(begunAt).toUTCString());
  return answerHead(kept.status, raw);
}

const describesBody = new Set([
  'content-encoding',
  'content-type',
  'content-range',
  'transfer-encoding',
  'connection',
  'keep-alive',
]);

function pick(raw: readonly string[], isPicked: (name: string) => boolean): string[] {
  return raw.filter((_, index) => isPicked(raw[index - (index % 2)] ?? ''));
}

/** Whether a client has this very answer already (RFC 9110, section 13.2.2). */
export function clientHas({ head }: KeptAnswer, ask: Ask): boolean {
  const tags = askedHeader(ask, 'if-none-match');
  if (tags !== undefined) {
    const etag = head.fields.get('etag');
    return tags.trim() === '*' || (etag !== undefined && etagsOf(tags).includes(weak(etag)));
  }
  const since = readHttpDate(askedHeader(ask, 'if-modified-since'));
  const modified = readHttpDate(head.fields.get('last-modified'));
  return since !== undefined && modified !== undefined && modified <= since;
}

function etagsOf(list: string): string[] {
  return [...list.matchAll(/(?:W\/)?"[^"]*"/g)].map(([tag]) => weak(tag));
}

/** Two tags are compared without regard to their strength where bodies are not combined (RFC 9110, section 8.8.3.2). */
function weak(etag: string): string {
  return etag.replace(/^W\//, '');
}
