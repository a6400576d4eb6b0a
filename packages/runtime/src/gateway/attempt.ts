import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import { isRepeatable } from '@asbuilt/core/mechanisms';
import { type Dispatcher, errors } from 'undici';
import { answerHeaders, rawAnswerHeaders } from './answer-headers.ts';
import { type Call, finish, type RunningAttempt } from './call.ts';
import { liftDeadline } from './deadline.ts';
import { fail } from './fail.ts';
import { type Failure, isPassing } from './failure.ts';
import { describe, tryAgain } from './retry.ts';
import { settle } from './settle.ts';
import { joinTunnel } from './tunnel.ts';

const dropped = new Error('The edge ended this call.');
/** How often a call may meet a connection that its callee was just closing. */
const maxReplays = 2;

/** One attempt to have a call answered: undici's handler, which passes the answer on as it comes. */
export class Attempt implements Dispatcher.DispatchHandler, RunningAttempt {
  readonly #call: Call;
  readonly #forward: (call: Call) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #dropped = false;

  constructor(call: Call, forward: (call: Call) => void) {
    this.#call = call;
    this.#forward = forward;
  }

  drop(): void {
    this.#dropped = true;
    this.#controller?.abort(dropped);
  }

  resume(): void {
    this.#controller?.resume();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It was dropped while it waited for a connection.
    if (this.#dropped) controller.abort(dropped);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    text?: string,
  ): void {
    // Interim answers (1xx) concern the connection to the callee.
    if (this.#dropped || status < 200) return;
    const call = this.#call;
    if (status >= 500) settle(call, 'bad');
    if (isPassing(status) && headers['retry-after'] === undefined && tryAgain(call)) {
      call.attempt = undefined;
      this.drop();
      return;
    }
    beginAnswer(call, status, text, answerHeaders(call, rawAnswerHeaders(controller)));
    if (hasNoEnd(headers)) {
      settle(call, 'good');
      liftDeadline(call);
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#dropped) return;
    this.#call.bytesToCaller += chunk.length;
    if (!this.#call.response.write(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    if (this.#dropped) return;
    const call = this.#call;
    call.response.end();
    finish(call, call.status >= 500 ? 'bad' : 'good');
  }

  onRequestUpgrade(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: IncomingHttpHeaders,
    socket: Duplex,
  ): void {
    if (this.#dropped) {
      socket.destroy();
      return;
    }
    joinTunnel(this.#call, socket, status, rawAnswerHeaders(controller));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#dropped) return;
    const call = this.#call;
    this.#dropped = true;
    call.attempt = undefined;
    if (isClosedWhileIdle(error) && call.replays < maxReplays && isRepeatable(describe(call))) {
      call.replays += 1;
      // By then the other connections that closed at the same time are gone too.
      setImmediate(replay, call, this.#forward);
      return;
    }
    fail(call, failureOf(error));
  }
}

function replay(call: Call, forward: (call: Call) => void): void {
  if (call.phase === 'waiting') forward(call);
}

/** Sends the head of the answer at once, but in one write with whatever of the body is there already. */
function beginAnswer(call: Call, status: number, text: string | undefined, headers: string[]): void {
  const { response } = call;
  if (text === undefined) response.writeHead(status, headers);
  else response.writeHead(status, text, headers);
  call.phase = 'answering';
  call.status = status;
  const { socket } = response;
  socket?.cork();
  response.flushHeaders();
  if (socket !== null) process.nextTick(uncork, socket);
}

function uncork(socket: { uncork(): void }): void {
  socket.uncork();
}

function hasNoEnd(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.startsWith('text/event-stream') ?? false;
}

/**
 * Whether the callee closed a connection that had been idle, just when this call was sent on it. Such a call may be
 * repeated at once (RFC 9112, section 9.3.1): it says nothing about the callee.
 */
function isClosedWhileIdle(error: Error): boolean {
  if (error instanceof errors.SocketError) return (error.socket?.bytesRead ?? 0) > 0;
  const code = codeOf(error);
  return code === 'ECONNRESET' || code === 'EPIPE';
}

function failureOf(error: Error): Failure {
  if (error instanceof errors.InvalidArgumentError || error instanceof errors.NotSupportedError) {
    return { kind: 'bad-request', reason: error.message };
  }
  const code = codeOf(error);
  return isConnectCode(code) ? { kind: 'unreachable', code } : { kind: 'broken', code };
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function isConnectCode(code: string): boolean {
  return connectCodes.has(code);
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
