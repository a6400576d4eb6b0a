import type { AnswerCache } from '#http-cache/answer-cache';
import { type Ask, keyOf, namesItsUser } from '#http-cache/ask';
import type { Forward } from '#http-cache/cache-status';
import { type Call, proceed } from '../call.ts';
import { fail } from '../fail.ts';
import { meansOther } from '../headers/beliefs.ts';
import { originForm } from '../headers/origin-form.ts';
import { answerKept, type Handled } from './answer-kept.ts';
import { AwaitAnswer, type WaysOn } from './await-answer.ts';
import { withoutFailingTier } from './failing-tier.ts';
import { Fill } from './fill.ts';
import { type Found, handledUpTo } from './found.ts';
import { Invalidate } from './invalidate.ts';
import { PassBy } from './pass-by.ts';
import { renew } from './renew.ts';
import { validatorsFor } from './validators.ts';

/** The step that answers from the caches of section 6, or has the answer kept there. */
export function askCaches(call: Call): 'next' | 'held' {
  const { cache } = call.edge;
  if (cache === undefined) return 'next';
  const ask = askOf(call);
  if (isUnsafe(call.method)) {
    call.tap = new Invalidate(call, cache, ask);
    return 'next';
  }
  const without = withoutFailingTier(call, cache);
  if (without !== undefined) return without;
  return goesBy(call, cache) ? alone(call, cache) : seek(call, cache, ask);
}

/** The step of an edge without caches that leads to a callee whose answers other edges keep. */
export function emptyCaches(call: Call): 'next' {
  if (isUnsafe(call.method)) call.tap = new Invalidate(call, undefined, askOf(call));
  return 'next';
}

function askOf({ edge, method, request }: Call): Ask {
  const path = originForm(request.target);
  const { headers } = request;
  const isBelieved = edge.entry?.beliefsOf(request.socket).forwarded !== false;
  return { method, path, key: keyOf({ headers, isBelieved }, path), headers, isBelieved };
}

function isUnsafe(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS' && method !== 'TRACE';
}

/**
 * What a cache cannot help with: parts of an answer, other protocols, what is not to be seen by it, and what some services
 * take for a call of another address, which others would then be given for this one (cache poisoning).
 */
function goesBy({ method, headers, upgrade, request }: Call, { tiers }: AnswerCache): boolean {
  if (tiers.length === 0 || (method !== 'GET' && method !== 'HEAD') || headers.hasBody || upgrade !== undefined)
    return true;
  const asked = request.headers;
  const isPartial = asked.range !== undefined || asked['if-range'] !== undefined;
  const isConditional = asked['if-match'] !== undefined || asked['if-unmodified-since'] !== undefined;
  return isPartial || isConditional || meansOther(asked) || /\bno-store\b/i.test(asked['cache-control'] ?? '');
}

function alone(call: Call, cache: AnswerCache): 'next' {
  call.tap = new PassBy(call, cache, 'bypass');
  if (cache.tiers.length > 0) call.edge.meter.act('cache=bypass');
  return 'next';
}

function seek(call: Call, cache: AnswerCache, ask: Ask): 'next' | 'held' {
  const now = call.edge.options.now();
  const look = cache.look(ask, now);
  const { entry, use } = look;
  if (entry !== undefined && (use === 'give' || use === 'renew')) {
    give(call, { cache, ask, look });
    return 'held';
  }
  if (look.onlyIfCached) {
    fail(call, { kind: 'not-cached' });
    return 'held';
  }
  if (use === 'never' || call.method === 'HEAD') return alone(call, cache);
  return fetch(call, { cache, ask, look });
}

function give(call: Call, { cache, ask, look }: Found): void {
  const { entry } = look;
  if (entry === undefined) return;
  const now = call.edge.options.now();
  const ttlMs = entry.times.freshMs - (now - entry.answer.terms.bornAt);
  if (call.collapsed === undefined) call.edge.meter.act(ttlMs > 0 ? 'cache=hit' : 'cache=stale');
  if (look.use === 'renew') renew(call, { cache, ask, look });
  else cache.keep(ask, entry.answer, now, look.depth);
  const { collapsed } = call;
  const handled = collapsed === undefined ? handledUpTo(cache, look, ttlMs) : handledByOther(cache, collapsed);
  answerKept(call, ask, entry, handled);
}

/** An answer that a call waited for is no hit, though it is kept by then (RFC 9211, section 2.6). */
function handledByOther({ tiers }: AnswerCache, why: readonly Forward[]): Handled {
  return tiers.map(({ policy: { name } }, index) => ({
    name,
    handling: { kind: 'forwarded', why: why[index] ?? 'uri-miss', collapsed: true },
  }));
}

/** Goes to the origin, or waits for somebody who is on the way there with the same request. */
function fetch(call: Call, found: Found): 'next' | 'held' {
  const { cache, ask, look } = found;
  const isShared = maySharePassage(call, found);
  const flight = isShared ? cache.flightFor(ask) : undefined;
  if (flight !== undefined) {
    if (call.collapsed === undefined) call.edge.meter.act('cache=coalesced');
    call.collapsed = look.why;
    call.attempt = new AwaitAnswer(call, flight, found, waysOn(cache, ask));
    return 'held';
  }
  if (call.collapsed === undefined) call.edge.meter.act('cache=miss');
  call.validators = validatorsFor(ask, look, isShared);
  call.tap = new Fill(call, { cache, ask, look, flight: isShared ? cache.takeOff(ask) : undefined });
  return 'next';
}

/** Whether one answer may do for this call and for others. */
function maySharePassage({ edge }: Call, { cache, ask, look }: Found): boolean {
  const { entry, isDemanding } = look;
  // Whether an answer for one user is for others too, only the origin can say.
  if (isDemanding || (namesItsUser(ask) && entry?.answer.terms.isForAll !== true)) return false;
  // What has to be asked about each time cannot be given to others.
  return entry === undefined ? !cache.isPass(ask.key, edge.options.now()) : entry.times.freshMs > 0;
}

function waysOn(cache: AnswerCache, ask: Ask): WaysOn {
  return {
    again: (call) => {
      if (seek(call, cache, ask) === 'next') proceed(call);
    },
    alone: (call) => {
      alone(call, cache);
      proceed(call);
    },
  };
}
