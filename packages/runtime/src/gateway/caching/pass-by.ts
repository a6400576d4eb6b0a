import type { AnswerCache } from '#http-cache/answer-cache';
import { withBrowserTime } from '#http-cache/browser-time';
import type { Forward } from '#http-cache/cache-status';
import type { AnswerTap, Call } from '../call.ts';
import { tellCaches } from './answer-kept.ts';

/** An answer that goes by the caches: they only say so, and browsers are told how long to keep it. */
export class PassBy implements AnswerTap {
  readonly #call: Call;
  readonly #cache: AnswerCache;
  readonly #why: Forward;

  constructor(call: Call, cache: AnswerCache, why: Forward) {
    this.#call = call;
    this.#cache = cache;
    this.#why = why;
  }

  begin(status: number, raw: readonly string[]): readonly string[] {
    const { policy, tiers } = this.#cache;
    const handling = { kind: 'forwarded', why: this.#why, status } as const;
    tellCaches(
      this.#call,
      tiers.map((tier) => ({ name: tier.policy.name, handling })),
    );
    return policy.browser === undefined ? raw : withBrowserTime(raw, status, policy.browser);
  }
}
