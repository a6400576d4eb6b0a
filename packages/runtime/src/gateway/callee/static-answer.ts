import { type AnswerTap, type Call, finish, notePolicy, partIfClosing } from '../call.ts';
import { type Failure, verdictOn } from '../failure.ts';
import { answerHeaders } from '../headers/answer-headers.ts';

/** The step that looks at answers, so that the edge's own is given instead of an error. */
export function coverErrors(call: Call): 'next' {
  if (isCovered(call)) call.tap = new ErrorCover(call, call.tap);
  return 'next';
}

/**
 * Answers a call that the callee failed, where the edge has something to answer; `false` where it has not. The client gets
 * what it can use, and all others hear of a failure: log, numbers, ledger.
 */
export function standIn(call: Call, failure: Failure): boolean {
  return verdictOn(failure) === 'bad' && isCovered(call) && call.phase === 'waiting' && giveStaticAnswer(call);
}

/** Who changes something must hear that nothing was changed. */
function isCovered({ edge, isQuiet, method, upgrade }: Call): boolean {
  const isAsking = (method === 'GET' || method === 'HEAD') && upgrade === undefined;
  return isAsking && edge.options.staticAnswer !== undefined && !isQuiet;
}

function giveStaticAnswer(call: Call): boolean {
  const { edge, method, response } = call;
  const { staticAnswer } = edge.options;
  if (staticAnswer === undefined || call.left) return false;
  const { body, contentType, status } = staticAnswer;
  notePolicy(call, 'fallback=static');
  const raw = ['Content-Type', contentType, 'Content-Length', String(body.length), 'Cache-Control', 'no-store'];
  const headers = answerHeaders(call, raw);
  partIfClosing(call);
  response.writeHead(status, headers);
  if (method === 'HEAD') response.end();
  else response.end(body);
  call.status = status;
  call.bytesToCaller = method === 'HEAD' ? 0 : body.length;
  finish(call, 'bad');
  return true;
}

/** Sees the answer of a call after the caches did, and takes the place of one that is an error. */
class ErrorCover implements AnswerTap {
  readonly #call: Call;
  readonly #inner: AnswerTap | undefined;

  constructor(call: Call, inner: AnswerTap | undefined) {
    this.#call = call;
    this.#inner = inner;
  }

  get isWanted(): boolean {
    return this.#inner?.isWanted === true;
  }

  begin(status: number, raw: readonly string[]): readonly string[] | 'taken' {
    const passed = this.#inner === undefined ? raw : this.#inner.begin(status, raw);
    return passed !== 'taken' && status >= 500 && giveStaticAnswer(this.#call) ? 'taken' : passed;
  }

  data(chunk: Buffer): void {
    this.#inner?.data?.(chunk);
  }

  end(trailers: readonly string[]): void {
    this.#inner?.end?.(trailers);
  }

  rescue(failure: Failure): boolean {
    return this.#inner?.rescue?.(failure) === true;
  }

  over(): void {
    this.#inner?.over?.();
  }
}
