import { freshnessAt } from '@asbuilt/core/mechanisms';
import { type Call, notePolicy } from '../call.ts';
import { answerKept } from './answer-kept.ts';
import { type Found, handledUpTo } from './found.ts';

/** Answers a call that failed with what is kept beyond its time; `false` where there is none, or where it must not be given. */
export function giveStale(call: Call, { cache, ask, look }: Found): boolean {
  const { entry } = look;
  const { now } = call.edge.options;
  if (entry === undefined || look.use === 'never' || call.phase !== 'waiting') return false;
  const ageMs = now() - entry.answer.terms.bornAt;
  if (freshnessAt(ageMs, entry.times) === 'gone') return false;
  notePolicy(call, 'fallback=stale');
  call.edge.meter.act('cache=stale');
  answerKept(call, ask, entry, handledUpTo(cache, look, entry.times.freshMs - ageMs));
  return true;
}
