import type { AnswerCache } from '#http-cache/answer-cache';
import { type Call, notePolicy } from '../call.ts';
import { fail } from '../fail.ts';
import { failingFault } from '../fault-effects.ts';
import { PassBy } from './pass-by.ts';

/**
 * What becomes of a call while one of the caches fails, which a fault on its name makes it do: it goes round them, where
 * the document says "direct origin", and fails where it does not. Undefined while all of them work.
 */
export function withoutFailingTier(call: Call, cache: AnswerCache): 'next' | 'held' | undefined {
  const { faults, now, random } = call.edge.options;
  const fails = ({ policy }: AnswerCache['tiers'][number]): boolean =>
    failingFault(faults.active(policy.name, now()), random) !== undefined;
  if (!cache.tiers.some(fails)) return undefined;
  if (cache.policy.directOrigin !== true) {
    fail(call, { kind: 'fault', status: 502, act: 'fault=cache' });
    return 'held';
  }
  notePolicy(call, 'fallback=direct-origin');
  call.edge.meter.act('cache=bypass');
  call.tap = new PassBy(call, cache, 'bypass');
  return 'next';
}
