import type { AnswerCache } from '#http-cache/answer-cache';
import { answerHead } from '#http-cache/answer-head';
import { type Ask, keyOf } from '#http-cache/ask';
import { stringsOf } from '#http-cache/structured-strings';
import { tellCaches } from './answer-kept.ts';
import type { AnswerTap, Call } from './call.ts';

/**
 * The answer to a call that may change something: once it is good, what is kept of its address is dropped at once, and of
 * those that `Location` and `Content-Location` name on the same host (RFC 9111, section 4.4), and what has one of the tags
 * that the service names in `Cache-Group-Invalidation` (RFC 9875, section 3).
 */
export class Invalidate implements AnswerTap {
  readonly #call: Call;
  readonly #cache: AnswerCache;
  readonly #ask: Ask;

  constructor(call: Call, cache: AnswerCache, ask: Ask) {
    this.#call = call;
    this.#cache = cache;
    this.#ask = ask;
  }

  begin(status: number, raw: readonly string[]): readonly string[] {
    const handling = { kind: 'forwarded', why: 'method', status } as const;
    tellCaches(
      this.#call,
      this.#cache.tiers.map((tier) => ({ name: tier.policy.name, handling })),
    );
    if (status >= 200 && status < 400) this.#drop(status, raw);
    return raw;
  }

  #drop(status: number, raw: readonly string[]): void {
    const { fields } = answerHead(status, raw);
    this.#cache.drop({ key: this.#ask.key });
    for (const name of ['location', 'content-location']) {
      const path = pathOnSameHost(fields.get(name), this.#ask);
      if (path !== undefined) this.#cache.drop({ key: keyOf(this.#ask.headers, path) });
    }
    for (const tag of stringsOf(fields.get('cache-group-invalidation'))) this.#cache.drop({ purge: { tag } });
  }
}

function pathOnSameHost(location: string | undefined, { headers, path }: Ask): string | undefined {
  const base = `http://${headers.host ?? ''}${path}`;
  if (location === undefined || !URL.canParse(location, base)) return undefined;
  const url = new URL(location, base);
  return url.host === headers.host?.toLowerCase() ? `${url.pathname}${url.search}` : undefined;
}
