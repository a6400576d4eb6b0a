import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import { isRepeatable } from '@asbuilt/core/mechanisms';
import { type Dispatcher, errors } from 'undici';
import { answerHeaders, rawAnswerHeaders, rawTrailers } from './answer-headers.ts';
import { type Call, finish, partIfClosing, type RunningAttempt } from './call.ts';
import { avoidInstance } from './choose-instance.ts';
import { liftDeadline } from './deadline.ts';
import { fail } from './fail.ts';
import { type Failure, isPassing } from './failure.ts';
import { passInterim } from './interim.ts';
import type { Carried, Line } from './line.ts';
import { tryNextInstance } from './next-instance.ts';
import { noteAnswer } from './report-failure.ts';
import { asFailedCall, tryAgain } from './retry.ts';
import { settle } from './settle.ts';
import { bodyHindrance, brokenOff } from './shape-body.ts';
import { Shaper } from './shaper.ts';
import { askForTrailers, canTrail, passedTrailers, trailersInstead } from './trailers.ts';
import { joinTunnel } from './tunnel.ts';

const dropped = new Error('The edge ended this call.');
/**
 * How often a call may meet a connection that its callee was just closing. Each time takes one idle connection away, and a
 * new one is not replayed on; the bound is for a callee under whose load others keep filling the pool.
 */
const maxReplays = 8;

/** One attempt to have a call answered: undici's handler, which passes the answer on as it comes. */
export class Attempt implements Dispatcher.DispatchHandler, Carried, RunningAttempt {
  readonly #call: Call;
  readonly #forward: (call: Call) => void;
  #line: Line | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #lineWasUsed = false;
  #onStart: (() => void) | undefined;
  #over = false;
  /** Whether all of the answer has come. */
  #received = false;
  /** Present while faults act on the answer's body. */
  #shaper: Shaper | undefined;
  #unwatch: (() => void) | undefined;

  constructor(call: Call, forward: (call: Call) => void) {
    this.#call = call;
    this.#forward = forward;
  }

  drop(): void {
    if (this.#over) return;
    this.#over = true;
    this.#shaper?.close();
    this.#unwatch?.();
    // One that still waits for a connection ends as soon as it gets it. What has come altogether has left its line already.
    if (this.#controller !== undefined && !this.#received) this.#line?.cut(dropped);
  }

  resume(): void {
    if (this.#shaper !== undefined) this.#shaper.drained();
    else if (!this.#over) this.#controller?.resume();
  }

  carriedBy(line: Line): void {
    this.#line = line;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#lineWasUsed = this.#line?.wasUsed ?? false;
    if (this.#over) controller.abort(dropped);
    else if (this.#call.headers.takesTrailers) this.#line?.rewriteNext(askForTrailers);
    else this.#line?.rewriteNothing();
    this.#onStart?.();
  }

  /** All of the request's body has come: passes on what stands behind it. */
  endBody(end: () => void): void {
    const { rawTrailers: raw } = this.#call.request;
    if (raw.length === 0) return end();
    // A body whose length is known before it is sent would not be sent in chunks.
    if (this.#controller === undefined) {
      this.#onStart = () => setImmediate(() => this.endBody(end));
      return;
    }
    this.#line?.rewriteNext(trailersInstead(passedTrailers(raw, this.#call)));
    end();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    text?: string,
  ): void {
    if (this.#over) return;
    const call = this.#call;
    if (status < 200) {
      passInterim(call, { status, text, raw: rawAnswerHeaders(controller) });
      return;
    }
    noteAnswer(call, status);
    if (status >= 500) settle(call, 'bad');
    if (isPassing(status) && triesElsewhere(call, headers)) {
      call.attempt = undefined;
      this.drop();
      return;
    }
    const hindrance = bodyHindrance(call, 'to-caller');
    if (hindrance?.afterBytes === 0) {
      fail(call, brokenOff(hindrance));
      return;
    }
    const raw = rawAnswerHeaders(controller);
    const passed = call.tap === undefined ? raw : call.tap.begin(status, raw);
    if (passed === 'taken') {
      this.#leave(status);
      return;
    }
    beginAnswer(call, status, text, answerHeaders(call, passed, canTrail(call, status)));
    // It has no body, whatever length it names. undici waits for that length, and breaks its connection off.
    if (status === 304) this.onResponseEnd(controller);
    if (hasNoEnd(headers)) {
      settle(call, 'good');
      liftDeadline(call);
      watchEndless(call);
      call.beganAt = call.edge.options.now();
    }
  }

  /** The client was answered otherwise: what still comes is of no use. A 304 has nothing more, so that its line is kept. */
  #leave(status: number): void {
    const call = this.#call;
    if (call.attempt === this) call.attempt = undefined;
    if (status === 304) this.#over = true;
    else this.drop();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return;
    const shaper = this.#shaperNow(controller);
    if (shaper === undefined) {
      if (!this.#passOn(chunk)) controller.pause();
      return;
    }
    shaper.push(chunk);
    if (shaper.isFull) controller.pause();
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    if (this.#over) return;
    this.#received = true;
    if (this.#shaper === undefined) this.#end(controller);
    else this.#shaper.finish();
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

  #end(controller: Dispatcher.DispatchController): void {
    this.#over = true;
    this.#unwatch?.();
    const call = this.#call;
    call.tap?.end?.();
    const raw = rawTrailers(controller);
    if (raw.length > 0) call.response.addTrailers(passedTrailers(raw));
    endAnswer(call);
  }

  #shaperNow(controller: Dispatcher.DispatchController): Shaper | undefined {
    const call = this.#call;
    if (this.#shaper !== undefined || bodyHindrance(call, 'to-caller') === undefined) return this.#shaper;
    this.#shaper = new Shaper({
      look: () => bodyHindrance(call, 'to-caller'),
      write: (bytes) => this.#passOn(bytes),
      end: () => this.#end(controller),
      // What was passed on until now is to leave before.
      breakOff: (breakOff) => setImmediate(fail, call, brokenOff({ breakOff })),
      onEmpty: () => {
        if (!this.#received) controller.resume();
      },
    });
    const shaper = this.#shaper;
    const { options, plan } = call.edge;
    // One that is removed before its time lets go at once.
    this.#unwatch = options.faults.watch(plan.name, () => shaper.step());
    return this.#shaper;
  }

  onRequestUpgrade(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: IncomingHttpHeaders,
    socket: Duplex,
  ): void {
    if (this.#over) {
      socket.destroy();
      return;
    }
    this.#over = true;
    joinTunnel(this.#call, socket, status, rawAnswerHeaders(controller));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#over) return;
    const call = this.#call;
    this.#over = true;
    call.attempt = undefined;
    if (this.#lineWasUsed && isClosed(error) && call.replays < maxReplays && isRepeatable(asFailedCall(call))) {
      // The callee closed a connection that was idle, just when this call was sent on it. The call may be repeated at
      // once (RFC 9112, section 9.3.1): that says nothing about the callee.
      call.replays += 1;
      // By then the other connections that closed at the same time are gone too.
      setImmediate(replay, call, this.#forward);
      return;
    }
    fail(call, failureOf(error));
  }
}

/** Whether an answer that says "not now" is not passed on, since the call is tried again. */
function triesElsewhere(call: Call, headers: IncomingHttpHeaders): boolean {
  avoidInstance(call);
  return tryNextInstance(call) || (headers['retry-after'] === undefined && tryAgain(call));
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

function beginAnswer(call: Call, status: number, text: string | undefined, headers: string[]): void {
  const { response } = call;
  call.phase = 'answering';
  call.status = status;
  if (call.left) return;
  partIfClosing(call);
  if (text === undefined) response.writeHead(status, headers);
  else response.writeHead(status, text, headers);
  // Sends the head now, not with the first byte of the body, which may be long in coming. `flushHeaders` would do that
  // too, but in UTF-8: headers are bytes, which latin1 keeps. Node joins this write with those that follow at once.
  response.write('', 'latin1');
}

function watchEndless({ edge, response }: Call): void {
  edge.endless.add(response);
  response.once('close', () => edge.endless.delete(response));
}

function hasNoEnd(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.startsWith('text/event-stream') ?? false;
}

function isClosed(error: Error): boolean {
  return closedCodes.has(codeOf(error));
}

function failureOf(error: Error): Failure {
  if (error instanceof errors.InvalidArgumentError || error instanceof errors.NotSupportedError) {
    return { kind: 'bad-request', reason: error.message };
  }
  const code = codeOf(error);
  return connectCodes.has(code) ? { kind: 'unreachable', code } : { kind: 'broken', code };
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

const connectCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const closedCodes: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);
