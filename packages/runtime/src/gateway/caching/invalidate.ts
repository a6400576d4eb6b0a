import type { AnswerCache } from '#http-cache/answer-cache';
import { answerHead } from '#http-cache/answer-head';
import { type Ask, keyOf } from '#http-cache/ask';
import { stringsOf } from '#http-cache/structured-strings';
import type { AnswerTap, Call } from '../call.ts';
import { tellCaches } from './answer-kept.ts';

/**
 * The answer to a call that may change something: once it is good, what is kept of its address is dropped at once, and of
 * those that `Location` and `Content-Location` name on the same host (RFC 9111, section 4.4), and what has one of the tags
 * that the service names in `Cache-Group-Invalidation` (RFC 9875, section 3). Other edges to the same callee know its
 * addresses by other hosts: what they keep of the same paths is dropped too.
 */
export class Invalidate implements AnswerTap {
  readonly #call: Call;
  readonly #cache: AnswerCache | undefined;
  readonly #ask: Ask;

  /** @param cache that of the edge itself; absent where it has none */
  constructor(call: Call, cache: AnswerCache | undefined, ask: Ask) {
    this.#call = call;
    this.#cache = cache;
    this.#ask = ask;
  }

  begin(status: number, raw: readonly string[]): readonly string[] {
    const handling = { kind: 'forwarded', why: 'method', status } as const;
    const tiers = this.#cache?.tiers ?? [];
    tellCaches(
      this.#call,
      tiers.map(({ policy }) => ({ name: policy.name, handling })),
    );
    if (status >= 200 && status < 400) this.#drop(status, raw);
    return raw;
  }

  #drop(status: number, raw: readonly string[]): void {
    const { fields } = answerHead(status, raw);
    const named = ['location', 'content-location'].map((name) => pathOnSameHost(fields.get(name), this.#ask));
    for (const path of new Set([this.#ask.path, ...named])) if (path !== undefined) this.#dropPath(path);
    for (const tag of stringsOf(fields.get('cache-group-invalidation'))) {
      this.#cache?.drop({ purge: { tag } });
      this.#call.edge.options.calleeCaches?.drop({ purge: { tag } }, this.#cache);
    }
  }

  #dropPath(path: string): void {
    this.#cache?.drop({ key: keyOf(this.#ask, path) });
    this.#call.edge.options.calleeCaches?.drop({ target: path }, this.#cache);
  }
}

function pathOnSameHost(location: string | undefined, { headers, path }: Ask): string | undefined {
  const base = `http://${headers.host ?? ''}${path}`;
  if (location === undefined || !URL.canParse(location, base)) return undefined;
  const url = new URL(location, base);
  return url.host === headers.host?.toLowerCase() ? `${url.pathname}${url.search}` : undefined;
}
