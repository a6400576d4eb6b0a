import type { Milliseconds } from '@asbuilt/core/model';
import { formatTraceparent, newSpanId } from '#telemetry/trace-context';
import type { FinishedSpan } from '#telemetry/tracer';
import type { Address } from './address.ts';

/** One attempt to have a call answered, as its trace shows it. */
interface AttemptSpan {
  readonly spanId: string;
  readonly startMs: Milliseconds;
  readonly address: Address;
  readonly instance: number;
  endMs: Milliseconds | undefined;
  status: number | undefined;
  failure: string | undefined;
}

/** What only the call itself knows when it is over. */
export interface CallFacts {
  readonly method: string;
  readonly startMs: Milliseconds;
  readonly endMs: Milliseconds;
  readonly status: number;
  readonly path: string;
  readonly attributes: FinishedSpan['attributes'];
}

/** The methods that the semantic conventions know. */
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY']);

/** A call whose trace is kept, and its attempts. */
export class CallSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly #parentSpanId: string | undefined;
  readonly #attempts: AttemptSpan[] = [];
  #failure: string | undefined;

  constructor(traceId: string, spanId: string, parentSpanId: string | undefined) {
    this.traceId = traceId;
    this.spanId = spanId;
    this.#parentSpanId = parentSpanId;
  }

  /** Begins an attempt; answers with the `traceparent` for the callee. */
  attempt(to: { readonly address: Address; readonly number: number }, now: Milliseconds, random: () => number): string {
    const spanId = newSpanId(random);
    const { address, number: instance } = to;
    this.#attempts.push({
      spanId,
      startMs: now,
      address,
      instance,
      endMs: undefined,
      status: undefined,
      failure: undefined,
    });
    return formatTraceparent({ traceId: this.traceId, spanId, sampled: true });
  }

  /** The head of an answer has come. */
  answered(status: number, now: Milliseconds): void {
    const attempt = this.#attempts.at(-1);
    if (attempt === undefined) return;
    attempt.status = status;
    attempt.endMs = now;
  }

  /** The attempt that is under way failed, or there was none. */
  failed(failure: string, now: Milliseconds): void {
    this.#failure = failure;
    const attempt = this.#attempts.at(-1);
    if (attempt === undefined || attempt.endMs !== undefined) return;
    attempt.failure = failure;
    attempt.endMs = now;
  }

  /** The spans of a call that is over: its own, and one for each attempt. */
  finish(facts: CallFacts): readonly FinishedSpan[] {
    const { method, startMs, endMs, status, path, attributes } = facts;
    const failed = status >= 500;
    const own: FinishedSpan = {
      traceId: this.traceId,
      spanId: this.spanId,
      ...(this.#parentSpanId !== undefined && { parentSpanId: this.#parentSpanId }),
      kind: 'server',
      name: nameOf(method),
      startMs,
      endMs,
      attributes: {
        ...askedWith(method),
        'url.path': path,
        'http.response.status_code': status,
        ...(failed && { 'error.type': this.#failure ?? String(status) }),
        ...attributes,
      },
      failed,
    };
    return [own, ...this.#attempts.map((attempt, index) => this.#finishAttempt(attempt, index, facts))];
  }

  #finishAttempt(attempt: AttemptSpan, index: number, { method, path, endMs, attributes }: CallFacts): FinishedSpan {
    const { spanId, address, instance, failure, status, startMs } = attempt;
    const failed = failure !== undefined || (status ?? 0) >= 400;
    // What comes of the last one goes on until the call is over.
    const isLast = index === this.#attempts.length - 1 && failure === undefined;
    return {
      traceId: this.traceId,
      spanId,
      parentSpanId: this.spanId,
      kind: 'client',
      name: nameOf(method),
      startMs,
      endMs: isLast ? endMs : (attempt.endMs ?? endMs),
      attributes: {
        ...askedWith(method),
        'server.address': address.host,
        'server.port': address.port,
        'url.full': urlOf(address, path),
        ...(status !== undefined && { 'http.response.status_code': status }),
        ...(index > 0 && { 'http.request.resend_count': index }),
        ...(failed && { 'error.type': failure ?? String(status) }),
        'asbuilt.edge': attributes['asbuilt.edge'] ?? '',
        'asbuilt.instance': instance,
      },
      failed,
    };
  }
}

function nameOf(method: string): string {
  return knownMethods.has(method) ? method : 'HTTP';
}

function askedWith(method: string): FinishedSpan['attributes'] {
  if (knownMethods.has(method)) return { 'http.request.method': method };
  return { 'http.request.method': '_OTHER', 'http.request.method_original': method };
}

/** Without its query, which may hold secrets. */
function urlOf({ host, port }: Address, path: string): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
}
