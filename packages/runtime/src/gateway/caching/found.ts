import type { Milliseconds } from '@asbuilt/core/model';
import type { AnswerCache, Look } from '#http-cache/answer-cache';
import type { Ask } from '#http-cache/ask';
import type { Handled } from './answer-kept.ts';

/** What a call looked for in the caches, and what is there. */
export interface Found {
  readonly cache: AnswerCache;
  readonly ask: Ask;
  readonly look: Look;
}

/** What the tiers did with a call that one of them answers: those before it passed it on. */
export function handledUpTo({ tiers }: AnswerCache, { why, depth }: Look, ttlMs: Milliseconds): Handled {
  return tiers.slice(0, depth + 1).map(({ policy: { name } }, index) => ({
    name,
    handling: index === depth ? { kind: 'hit', ttlMs } : { kind: 'forwarded', why: why[index] ?? 'uri-miss' },
  }));
}
