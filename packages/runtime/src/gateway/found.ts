import type { AnswerCache, Look } from '#http-cache/answer-cache';
import type { Ask } from '#http-cache/ask';

/** What a call looked for in the caches, and what is there. */
export interface Found {
  readonly cache: AnswerCache;
  readonly ask: Ask;
  readonly look: Look;
}
