import type { Milliseconds } from '@asbuilt/core/model';
import HttpCacheSemantics from 'http-cache-semantics';
import { type AnswerHead, listOf } from './answer-head.ts';
import { type Ask, namesItsUser } from './ask.ts';
import { type Directives, msOf, printDirectives, readDirectives } from './directives.ts';
import { readHttpDate } from './http-date.ts';
import { kindOf } from './kind-of.ts';
import type { Terms } from './terms.ts';

/** When an answer was asked for and when it began, in milliseconds since the epoch. */
export interface Timing {
  readonly askedAt: Milliseconds;
  readonly begunAt: Milliseconds;
}

/**
 * What a shared cache may do with an answer (RFC 9111, section 3); undefined if it must not keep it. http-cache-semantics
 * judges what is storable and how long it is fresh; what it takes too lightly is read here: case of directives, duplicates,
 * dates that are none, lists in `Vary`, and cookies that are set.
 */
export function judgeAnswer(ask: Ask, head: AnswerHead, timing: Timing): Terms | undefined {
  const { fields } = head;
  if (ask.method !== 'GET' || isUnsharable(fields)) return undefined;
  const directives = withPragma(readDirectives(fields.get('cache-control')), fields);
  const rules = rulesOf(ask, head, { directives, timing });
  if (!rules.storable()) return undefined;
  const kind = kindOf(fields.get('content-type') ?? '');
  const isForAll = allows(directives);
  const isStated = statesFreshness(directives, fields);
  if (!isStated && !isKeptUnasked(ask, head, kind === 'static' || isForAll)) return undefined;
  return {
    bornAt: bornAt(fields, timing),
    statedMs: isStated ? rules.maxAge() * 1000 : undefined,
    ...staleness(directives),
    kind,
    isForAll: isForAll || (!isStated && kind === 'static'),
    hasValidator: hasValidator(fields),
    vary: varyOf(fields),
  };
}

/** An origin that says nothing has not thought of caches: nothing is kept then that may be for one user alone. */
function isKeptUnasked(ask: Ask, { status }: AnswerHead, isForAll: boolean): boolean {
  return keptUnasked.has(status) && (isForAll || !namesItsUser(ask));
}

function varyOf(fields: AnswerHead['fields']): readonly string[] {
  return listOf(fields.get('vary')?.toLowerCase());
}

function hasValidator(fields: AnswerHead['fields']): boolean {
  return fields.has('etag') || readHttpDate(fields.get('last-modified')) !== undefined;
}

function statesFreshness(directives: Directives, fields: AnswerHead['fields']): boolean {
  return fields.has('expires') || ['s-maxage', 'max-age', 'no-cache'].some((name) => directives.has(name));
}

/** Whether those who say who they are may be given it too (RFC 9111, section 3.5). */
function allows(directives: Directives): boolean {
  return ['public', 's-maxage', 'must-revalidate'].some((name) => directives.has(name));
}

/** What is one user's, a part, without an end, or depends on what nobody knows. */
function isUnsharable(fields: AnswerHead['fields']): boolean {
  const isStream = fields.get('content-type')?.startsWith('text/event-stream') === true;
  return isStream || fields.has('set-cookie') || fields.has('content-range') || varyOf(fields).includes('*');
}

/** Statuses of answers that say nothing about caches and are kept all the same; "not found" may be a deployment under way. */
const keptUnasked: ReadonlySet<number> = new Set([200, 203, 301, 308]);

function withPragma(directives: Directives, fields: AnswerHead['fields']): Directives {
  const isOld = !fields.has('cache-control') && /\bno-cache\b/i.test(fields.get('pragma') ?? '');
  return isOld ? new Map([['no-cache', '']]) : directives;
}

interface Said {
  readonly directives: Directives;
  readonly timing: Timing;
}

function rulesOf(ask: Ask, { status, fields }: AnswerHead, { directives, timing }: Said): HttpCacheSemantics {
  const understood = new Map([...directives].filter(([name]) => name !== 'proxy-revalidate'));
  const headers: Record<string, string> = {
    'cache-control': printDirectives(understood),
    date: new Date(readHttpDate(fields.get('date')) ?? timing.begunAt).toUTCString(),
  };
  const expires = fields.get('expires');
  if (expires !== undefined) headers['expires'] = readHttpDate(expires) === undefined ? '0' : expires;
  const asked: Record<string, string> = ask.headers.authorization === undefined ? {} : { authorization: 'given' };
  const control = ask.headers['cache-control'];
  if (control !== undefined) asked['cache-control'] = printDirectives(readDirectives(control));
  return new HttpCacheSemantics({ method: ask.method, url: ask.path, headers: asked }, { status, headers }, strict);
}

/** No guessing of how long something may be fresh: the document says it. */
const strict = { shared: true, cacheHeuristic: 0, immutableMinTimeToLive: 0 } as const;

/** RFC 9111, section 4.2.3: the older of what `Date` and what `Age` say. */
function bornAt(fields: AnswerHead['fields'], { askedAt, begunAt }: Timing): Milliseconds {
  const apparentMs = Math.max(0, begunAt - (readHttpDate(fields.get('date')) ?? begunAt));
  const age = fields.get('age')?.split(',', 1)[0]?.trim() ?? '';
  const saidMs = (/^\d+$/.test(age) ? Number(age) * 1000 : 0) + (begunAt - askedAt);
  // `Date` has whole seconds: less than one is no age.
  return begunAt - Math.max(apparentMs < 1000 ? 0 : apparentMs, saidMs);
}

/** Directives with which nothing may be given that is not fresh (RFC 9111, section 4.2.4); `s-maxage` is one of them (5.2.2.10). */
const strictly = ['must-revalidate', 'proxy-revalidate', 's-maxage', 'no-cache'];

function staleness(directives: Directives): Pick<Terms, 'staleWhileRenewedMs' | 'staleOnErrorMs'> {
  const isStrict = strictly.some((name) => directives.has(name));
  const renewedMs = msOf(directives, 'stale-while-revalidate') ?? 0;
  const onErrorMs = msOf(directives, 'stale-if-error');
  // An origin that gives a time for stale answers itself means it, as they are written together (RFC 5861).
  const forbidden =
    directives.has('must-revalidate') || directives.has('proxy-revalidate') || directives.has('no-cache');
  if (forbidden) return { staleWhileRenewedMs: 0, staleOnErrorMs: 0 };
  return { staleWhileRenewedMs: renewedMs, staleOnErrorMs: onErrorMs ?? (isStrict ? 0 : undefined) };
}
