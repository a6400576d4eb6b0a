import type { Milliseconds } from '@asbuilt/core/model';
import { type AnswerHead, answerHead } from '#http-cache/answer-head';
import { withBrowserTime } from '#http-cache/browser-time';
import type { Flight } from '#http-cache/flight';
import { judgeAnswer } from '#http-cache/judge-answer';
import { freshenedHead, type KeptAnswer, keptAnswer } from '#http-cache/kept-answer';
import type { Terms } from '#http-cache/terms';
import { type AnswerTap, attemptAgain, type Call } from '../call.ts';
import { type Failure, statusOf, verdictOn } from '../failure.ts';
import { passedTrailers } from '../headers/trailers.ts';
import { answerKept, tellCaches } from './answer-kept.ts';
import type { Found } from './found.ts';
import { giveStale } from './give-stale.ts';

/** The same of a call that goes to the origin. */
interface Sought extends Found {
  /** Absent where nobody may wait for the answer. */
  readonly flight: Flight | undefined;
}

/** The answer that a call brings from the origin, on its way into the caches and to all who wait for it. */
export class Fill implements AnswerTap {
  readonly #call: Call;
  readonly #sought: Sought;
  readonly #askedAt: Milliseconds;
  readonly #changes: number;
  #head: AnswerHead | undefined;
  #begunAt: Milliseconds = 0;
  /** Present while the body is being kept. */
  #terms: Terms | undefined;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(call: Call, sought: Sought) {
    this.#call = call;
    this.#sought = sought;
    this.#askedAt = call.edge.options.now();
    this.#changes = sought.cache.changes;
  }

  /** Whether the rest is wanted even if the client is slow, or has left. */
  get isWanted(): boolean {
    return this.#terms !== undefined || (this.#sought.flight?.waiters.size ?? 0) > 0;
  }

  begin(status: number, raw: readonly string[]): readonly string[] | 'taken' {
    const { cache, ask, flight } = this.#sought;
    const head = answerHead(status, raw);
    this.#begunAt = this.#call.edge.options.now();
    if (status === 304 && this.#call.validators !== undefined) return this.#confirm(head);
    if (status >= 500) {
      this.#passOn(status);
      if (this.#giveStale()) return 'taken';
    }
    this.#head = head;
    this.#terms = this.#judge(head);
    this.#tell(status);
    if (this.#terms === undefined && status < 500) this.#passOn(status);
    else if (this.#terms !== undefined && flight !== undefined) cache.learn(flight, ask, this.#terms.vary);
    return cache.policy.browser === undefined ? raw : withBrowserTime(raw, status, cache.policy.browser);
  }

  data(chunk: Buffer): void {
    if (this.#terms === undefined) return;
    this.#bytes += chunk.length;
    if (this.#bytes <= this.#sought.cache.maxAnswerBytes) {
      this.#chunks.push(Buffer.from(chunk));
      return;
    }
    this.#terms = undefined;
    this.#chunks = [];
    this.#passOn(200);
  }

  end(trailers: readonly string[]): void {
    const { cache, ask, flight } = this.#sought;
    if (this.#terms === undefined || this.#head === undefined) return;
    const answer = keptAnswer(ask, {
      head: this.#head,
      terms: this.#terms,
      body: this.#chunks,
      trailers: passedTrailers(trailers),
      begunAt: this.#begunAt,
    });
    this.#terms = undefined;
    const isGood = this.#keep(answer);
    if (flight !== undefined) cache.land(flight, { kind: isGood ? 'kept' : 'pass' });
  }

  rescue(failure: Failure): boolean {
    if (verdictOn(failure) !== 'bad') return false;
    const { cache, flight } = this.#sought;
    if (flight !== undefined)
      cache.land(flight, { kind: 'failed', status: statusOf(failure), isTimeout: failure.kind === 'timeout' });
    return this.#giveStale();
  }

  over(): void {
    const { cache, flight } = this.#sought;
    this.#terms = undefined;
    this.#chunks = [];
    if (flight !== undefined) cache.land(flight, { kind: 'lost' });
  }

  /** Nothing changed at the origin: what is kept is as good as new. */
  #confirm(said: AnswerHead): 'taken' {
    const { cache, ask, look, flight } = this.#sought;
    const before = look.entry?.answer;
    const call = this.#call;
    if (before === undefined || !isAbout(said, before)) {
      // It speaks of another answer than the one that is kept (RFC 9111, section 4.3.4): only the whole one helps.
      cache.invalidate(ask.key);
      call.validators = undefined;
      setImmediate(attemptAgain, call);
      return 'taken';
    }
    const head = freshenedHead(before.head, said, this.#begunAt);
    const terms = judgeAnswer(ask, head, { askedAt: this.#askedAt, begunAt: this.#begunAt });
    const answer = terms === undefined ? before : { ...before, head, terms };
    const isGood = terms !== undefined && this.#keep(answer);
    if (terms === undefined) cache.invalidate(ask.key);
    if (flight !== undefined) cache.land(flight, { kind: isGood ? 'kept' : 'pass' });
    const stored = terms !== undefined;
    const handled = cache.tiers.map(({ policy }, depth) => ({
      name: policy.name,
      handling: { kind: 'forwarded', why: look.why[depth] ?? 'stale', status: 304, stored } as const,
    }));
    answerKept(call, ask, { answer }, handled);
    return 'taken';
  }

  /** Gives an answer whose time is up instead of an error, where the document or the origin allows that. */
  #giveStale(): boolean {
    return giveStale(this.#call, this.#sought);
  }

  /** Whether others may be given it now, without asking again. */
  #keep(answer: KeptAnswer): boolean {
    const { cache, ask } = this.#sought;
    return !this.#isOutdated && cache.keep(ask, answer, this.#call.edge.options.now());
  }

  /** Whether something changed since the origin was asked. */
  get #isOutdated(): boolean {
    return this.#sought.cache.changedSince(this.#sought.ask, this.#changes);
  }

  /** Those who wait go to the origin themselves, unless it fails. */
  #passOn(status: number): void {
    const { cache, ask, flight } = this.#sought;
    if (flight === undefined) return;
    if (status < 500) cache.markPass(ask.key, this.#begunAt);
    cache.land(flight, status < 500 ? { kind: 'pass' } : { kind: 'failed', status, isTimeout: false });
  }

  /** What the caches may do with the answer; undefined where none of them takes it. */
  #judge(head: AnswerHead): Terms | undefined {
    const { cache, ask } = this.#sought;
    if (this.#isTooLarge(head)) return undefined;
    const terms = judgeAnswer(ask, head, { askedAt: this.#askedAt, begunAt: this.#begunAt });
    return terms !== undefined && cache.tiers.some((tier) => tier.takes(terms)) ? terms : undefined;
  }

  #tell(status: number): void {
    const { cache, look } = this.#sought;
    const terms = this.#terms;
    const handled = cache.tiers.map((tier, depth) => {
      const stored = terms !== undefined && tier.takes(terms);
      return {
        name: tier.policy.name,
        handling: { kind: 'forwarded', why: look.why[depth] ?? 'uri-miss', status, stored } as const,
      };
    });
    tellCaches(this.#call, handled);
  }

  #isTooLarge({ fields }: AnswerHead): boolean {
    const { maxAnswerBytes } = this.#sought.cache;
    return Number(fields.get('content-length') ?? 0) > maxAnswerBytes || this.#call.method !== 'GET';
  }
}

function isAbout({ fields }: AnswerHead, { head }: KeptAnswer): boolean {
  const [said, kept] = [fields.get('etag'), head.fields.get('etag')];
  if (said === undefined || kept === undefined) return true;
  return said.replace(/^W\//, '') === kept.replace(/^W\//, '');
}
