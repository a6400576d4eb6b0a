import {
  type Breaker,
  type Deadline,
  deadlineAfter,
  deadlineWithin,
  isExpired,
  noDeadline,
  pauseBeforeRetryMs,
  refused,
  remainingMs,
  type Ticket,
  type TimerHandle,
} from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import { CallError } from './call-error.ts';
import type { CallHost } from './call-host.ts';
import type { Calling, CallOptions } from './call-options.ts';

/** For a function that does not look at it: a signal of its own takes longer to make than all else. */
const unasked: AbortSignal = new AbortController().signal;

interface Asked<T> {
  readonly edge: CallHost;
  readonly calling: Calling<T>;
  readonly options: CallOptions;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** One call from beginning to end: one object, whose methods are what would otherwise be closures. */
export class RunningCall<T> {
  readonly #asked: Asked<T>;
  readonly #startedAt: Milliseconds;
  readonly #deadline: Deadline;
  #ticket: Ticket = refused;
  #timer: TimerHandle = 0;
  #pause: NodeJS.Timeout | undefined;
  #abort: AbortController | undefined;
  #retries = 0;
  #attempt = 0;
  #isOver = false;

  constructor(asked: Asked<T>) {
    const { edge, options } = asked;
    if (Number.isNaN(options.deadline))
      throw new RangeError(`${edge.policies.name}: the deadline of a call is no number.`);
    this.#asked = asked;
    this.#startedAt = edge.environment.now();
    const { timeoutMs } = edge.policies;
    this.#deadline =
      options.deadline === undefined
        ? deadlineAfter(timeoutMs, this.#startedAt)
        : deadlineWithin(options.deadline, timeoutMs, this.#startedAt);
  }

  begin(): void {
    const { edge, options } = this.#asked;
    if (!edge.enter()) {
      edge.countFailure();
      this.#asked.reject(
        new CallError(
          'full',
          edge.policies.name,
          `${edge.policies.name}: ${edge.policies.concurrency} calls are under way, as many as the callee is laid out for.`,
        ),
      );
      return;
    }
    if (options.signal !== undefined) {
      if (options.signal.aborted) return this.#leave();
      options.signal.addEventListener('abort', this.#left, { once: true });
    }
    if (this.#deadline !== noDeadline) {
      if (isExpired(this.#deadline, this.#startedAt)) return this.giveUp();
      this.#timer = edge.environment.deadlines.arm(this, this.#deadline, this.#startedAt);
    }
    this.#try();
  }

  /** The time is up. */
  giveUp(): void {
    if (this.#isOver) return;
    const { edge } = this.#asked;
    const { name, timeoutMs } = edge.policies;
    const isCallers = timeoutMs === undefined || this.#deadline < this.#startedAt + timeoutMs;
    const message = isCallers ? `${name}: its caller's time is up.` : `${name}: given up after ${timeoutMs} ms.`;
    const error = new CallError('timeout', name, message);
    // A caller that came with too little time says nothing about the callee.
    this.#end(isCallers ? 'neither' : 'bad');
    this.#abort?.abort(error);
    this.#asked.reject(error);
  }

  #try(): void {
    const { edge, calling } = this.#asked;
    const { breaker } = edge;
    if (breaker !== undefined) {
      this.#ticket = breaker.admit(edge.environment.now());
      if (this.#ticket === refused) return this.#refuse(breaker);
    }
    this.#attempt += 1;
    const attempt = this.#attempt;
    try {
      const answer = calling(calling.length === 0 ? unasked : this.#signal());
      if (!isPromised(answer)) return this.#answered(attempt, answer);
      answer.then(
        (value) => this.#answered(attempt, value),
        (error: unknown) => this.#failed(attempt, error),
      );
    } catch (error) {
      this.#failed(attempt, error);
    }
  }

  #signal(): AbortSignal {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  #answered(attempt: number, value: T): void {
    if (this.#isOver || attempt !== this.#attempt) return;
    this.#end('good');
    this.#asked.resolve(value);
  }

  #failed(attempt: number, error: unknown): void {
    if (this.#isOver || attempt !== this.#attempt) return;
    const { options, reject } = this.#asked;
    let isTrouble = true;
    try {
      isTrouble = options.isTrouble?.(error) !== false;
    } catch (mistake) {
      this.#end('bad');
      reject(mistake);
      return;
    }
    this.#handBack(isTrouble ? 'bad' : 'neither');
    if (isTrouble && this.#tryAgain()) return;
    this.#end(isTrouble ? 'bad' : 'neither');
    reject(error);
  }

  #tryAgain(): boolean {
    const { edge, options } = this.#asked;
    const { retry } = edge.policies;
    if (retry === undefined || options.repeatable !== true || this.#retries >= retry.retries) return false;
    const now = edge.environment.now();
    const pauseMs = pauseBeforeRetryMs(retry, this.#retries + 1, edge.environment.random());
    if (pauseMs >= remainingMs(this.#deadline, now) || !edge.payRetry(now)) return false;
    this.#retries += 1;
    this.#pause = setTimeout(() => this.#try(), pauseMs);
    return true;
  }

  #refuse(breaker: Breaker): void {
    const { edge, reject } = this.#asked;
    const retryAfterMs = breaker.refusesForMs(edge.environment.now());
    const { name } = edge.policies;
    this.#end('bad');
    reject(
      new CallError('breaker-open', name, `${name}: the circuit breaker is open, calls are refused.`, retryAfterMs),
    );
  }

  readonly #left = (): void => this.#leave();

  #leave(): void {
    if (this.#isOver) return;
    const { edge, options, reject } = this.#asked;
    const reason: unknown = options.signal?.reason;
    this.#end('neither');
    this.#abort?.abort(reason);
    reject(
      reason instanceof Error
        ? reason
        : new CallError('left', edge.policies.name, `${edge.policies.name}: the caller left.`),
    );
  }

  #handBack(verdict: 'good' | 'bad' | 'neither'): void {
    const { breaker, environment } = this.#asked.edge;
    const ticket = this.#ticket;
    if (breaker === undefined || ticket === refused) return;
    this.#ticket = refused;
    if (verdict === 'good') breaker.succeed(ticket);
    else if (verdict === 'bad') breaker.fail(ticket, environment.now());
    else breaker.abandon(ticket);
  }

  #end(verdict: 'good' | 'bad' | 'neither'): void {
    const { edge, options } = this.#asked;
    this.#isOver = true;
    this.#handBack(verdict);
    if (this.#timer !== 0) edge.environment.deadlines.disarm(this.#timer);
    if (this.#pause !== undefined) clearTimeout(this.#pause);
    options.signal?.removeEventListener('abort', this.#left);
    edge.leave(edge.environment.now() - this.#startedAt);
    if (verdict === 'bad') edge.countFailure();
  }
}

function isPromised<T>(answer: T | PromiseLike<T>): answer is PromiseLike<T> {
  return typeof answer === 'object' && answer !== null && 'then' in answer && typeof answer.then === 'function';
}
