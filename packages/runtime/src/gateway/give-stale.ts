import { freshnessAt } from '@asbuilt/core/mechanisms';
import { answerKept } from './answer-kept.ts';
import { type Call, notePolicy } from './call.ts';
import type { Found } from './found.ts';

/** Answers a call that failed with what is kept beyond its time; `false` where there is none, or where it must not be given. */
export function giveStale(call: Call, { cache, ask, look }: Found): boolean {
  const { entry } = look;
  const { now } = call.edge.options;
  if (entry === undefined || look.use === 'never' || call.phase !== 'waiting') return false;
  const ageMs = now() - entry.answer.terms.bornAt;
  if (freshnessAt(ageMs, entry.times) === 'gone') return false;
  notePolicy(call, 'fallback=stale');
  call.edge.meter.act('cache=stale');
  const handled = cache.tiers.slice(0, look.depth + 1).map(({ policy }, depth) => ({
    name: policy.name,
    handling:
      depth === look.depth
        ? ({ kind: 'hit', ttlMs: entry.times.freshMs - ageMs } as const)
        : ({ kind: 'forwarded', why: look.why[depth] ?? 'stale' } as const),
  }));
  answerKept(call, ask, entry, handled);
  return true;
}
