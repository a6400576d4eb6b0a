import type { Socket } from 'node:net';
import { isRepeatable } from '@asbuilt/core/mechanisms';
import type { AnswerHead } from '#http-client/answer-head';
import type { Connection } from '#http-client/connection';
import type { AnswerHandler, ExchangeError } from '#http-client/exchange';
import { type Call, finish, partIfClosing, type RunningAttempt } from '../call.ts';
import { avoidInstance } from '../choose-instance.ts';
import { liftDeadline } from '../deadline.ts';
import { fail } from '../fail.ts';
import { isPassing } from '../failure.ts';
import { answerHeaders } from '../headers/answer-headers.ts';
import { canTrail, passedTrailers } from '../headers/trailers.ts';
import { noteAnswer } from '../report-failure.ts';
import { settle } from '../settle.ts';
import { Shaper } from '../shaper.ts';
import { passInterim } from './interim.ts';
import { tryNextInstance } from './next-instance.ts';
import { asFailedCall, tryAgain } from './retry.ts';
import { bodyHindrance, brokenOff } from './shape-body.ts';
import { joinTunnel } from './tunnel.ts';

/**
 * How often a call may meet a connection that its callee was just closing. Each time takes one idle connection away, and a
 * new one is not replayed on; the bound is for a callee under whose load others keep filling the pool.
 */
const maxReplays = 8;

/** One attempt to have a call answered, which passes the answer on as it comes. */
export class Attempt implements AnswerHandler, RunningAttempt {
  readonly #call: Call;
  readonly #forward: (call: Call) => void;
  #connection: Connection | undefined;
  #over = false;
  #trailers: readonly string[] = [];
  /** Present while faults act on the answer's body. */
  #shaper: Shaper | undefined;
  #unwatch: (() => void) | undefined;

  constructor(call: Call, forward: (call: Call) => void) {
    this.#call = call;
    this.#forward = forward;
  }

  carriedBy(connection: Connection): void {
    this.#connection = connection;
  }

  drop(): void {
    if (this.#over) return;
    this.#over = true;
    this.#shaper?.close();
    this.#unwatch?.();
    this.#connection?.drop(this);
  }

  resume(): void {
    if (this.#shaper !== undefined) this.#shaper.drained();
    else this.#connection?.resume(this);
  }

  onInterim(head: AnswerHead): void {
    if (!this.#over) passInterim(this.#call, head);
  }

  onHead(head: AnswerHead): void {
    if (this.#over) return;
    const call = this.#call;
    const { status, raw } = head;
    noteAnswer(call, status);
    if (status >= 500) settle(call, 'bad');
    if (isPassing(status) && triesElsewhere(call, raw)) {
      call.attempt = undefined;
      this.drop();
      return;
    }
    const hindrance = bodyHindrance(call, 'to-caller');
    if (hindrance?.afterBytes === 0) {
      fail(call, brokenOff(hindrance));
      return;
    }
    const passed = call.tap === undefined ? raw : call.tap.begin(status, raw);
    if (passed === 'taken') {
      this.#leave(status);
      return;
    }
    beginAnswer(call, head, answerHeaders(call, passed, canTrail(call, status)));
    if (hasNoEnd(raw)) {
      settle(call, 'good');
      liftDeadline(call);
      call.edge.endless.add(call);
      call.beganAt = call.edge.options.now();
    }
  }

  /** The client was answered otherwise: what still comes is of no use. A 304 has nothing more, so that its connection is kept. */
  #leave(status: number): void {
    const call = this.#call;
    if (call.attempt === this) call.attempt = undefined;
    if (status === 304) this.#over = true;
    else this.drop();
  }

  onData(chunk: Buffer): void {
    if (this.#over) return;
    const shaper = this.#shaperNow();
    if (shaper === undefined) {
      if (!this.#passOn(chunk)) this.#connection?.pause(this);
      return;
    }
    shaper.push(Buffer.from(chunk));
    if (shaper.isFull) this.#connection?.pause(this);
  }

  /** The rest may be long in coming. */
  onPause(): void {
    if (this.#call.phase === 'answering') this.#call.response.flush();
  }

  onEnd(trailers: readonly string[]): void {
    if (this.#over) return;
    if (this.#shaper === undefined) this.#end(trailers);
    else {
      this.#trailers = trailers;
      this.#shaper.finish();
    }
  }

  /** Passes on what came; `false` when no more should come for a while. */
  #passOn(chunk: Buffer): boolean {
    const { left, response, tap } = this.#call;
    tap?.data?.(chunk);
    if (left) return true;
    this.#call.bytesToCaller += chunk.length;
    // What is being kept is in memory anyway, and others may wait for it: no slow reader holds it up.
    return response.write(chunk) || tap?.isWanted === true;
  }

  #end(trailers: readonly string[]): void {
    this.#over = true;
    this.#unwatch?.();
    const call = this.#call;
    call.tap?.end?.(trailers);
    if (trailers.length > 0) call.response.addTrailers(passedTrailers(trailers));
    endAnswer(call);
  }

  #shaperNow(): Shaper | undefined {
    const call = this.#call;
    if (this.#shaper !== undefined || bodyHindrance(call, 'to-caller') === undefined) return this.#shaper;
    this.#shaper = new Shaper({
      look: () => bodyHindrance(call, 'to-caller'),
      write: (bytes) => {
        const goesOn = this.#passOn(bytes);
        this.onPause();
        return goesOn;
      },
      end: () => this.#end(this.#trailers),
      // What was passed on until now is to leave before.
      breakOff: (breakOff) => setImmediate(fail, call, brokenOff({ breakOff })),
      onEmpty: () => this.#connection?.resume(this),
    });
    const shaper = this.#shaper;
    const { options, plan } = call.edge;
    // One that is removed before its time lets go at once.
    this.#unwatch = options.faults.watch(plan.name, () => shaper.step());
    return this.#shaper;
  }

  onUpgrade(head: AnswerHead, callee: Socket, rest: Buffer): void {
    if (this.#over) {
      callee.destroy();
      return;
    }
    this.#over = true;
    joinTunnel(this.#call, callee, head, rest);
  }

  onError(error: ExchangeError): void {
    if (this.#over) return;
    const call = this.#call;
    this.#over = true;
    call.attempt = undefined;
    if (error.wasIdle && call.replays < maxReplays && isRepeatable(asFailedCall(call))) {
      // That it closed just when this call was sent says nothing about the callee.
      call.replays += 1;
      // By then the other connections that closed at the same time are gone too.
      setImmediate(replay, call, this.#forward);
      return;
    }
    fail(call, { kind: error.isUnconnected ? 'unreachable' : 'broken', code: error.code });
  }
}

/** Whether an answer that says "not now" is not passed on, since the call is tried again. */
function triesElsewhere(call: Call, raw: readonly string[]): boolean {
  avoidInstance(call);
  return tryNextInstance(call) || (headerOf(raw, 'retry-after') === undefined && tryAgain(call));
}

/** A client that left has no part in how it ended, and the callee's breaker hears of it all the same. */
function endAnswer(call: Call): void {
  const verdict = call.status >= 500 ? 'bad' : 'good';
  if (!call.left) {
    call.response.end();
    finish(call, verdict);
    return;
  }
  settle(call, verdict);
  call.status = 499;
  finish(call, 'neither');
}

function replay(call: Call, forward: (call: Call) => void): void {
  if (call.phase === 'waiting') forward(call);
}

function beginAnswer(call: Call, { status, text }: AnswerHead, headers: string[]): void {
  const { response } = call;
  call.phase = 'answering';
  call.status = status;
  if (call.left) return;
  partIfClosing(call);
  response.writeHead(status, headers, text || undefined);
}

function hasNoEnd(raw: readonly string[]): boolean {
  return headerOf(raw, 'content-type')?.toLowerCase().startsWith('text/event-stream') ?? false;
}

/** The first header of a name, which is given in lower case. */
function headerOf(raw: readonly string[], name: string): string | undefined {
  for (let index = 0; index < raw.length; index += 2) {
    const given = raw[index] ?? '';
    if (given.length === name.length && given.toLowerCase() === name) return raw[index + 1];
  }
  return undefined;
}
