import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { IncomingBody } from './incoming-body.ts';
import type { RequestHead } from './request-head.ts';

/** The connection that a request comes over. */
export interface Origin {
  readonly socket: Socket;
  readonly remoteAddress: string | undefined;
}

/** A request as it comes from a client. */
export class IncomingRequest {
  readonly method: string;
  /** What is asked for, as the client wrote it. */
  readonly target: string;
  readonly minorVersion: 0 | 1;
  /** The headers as the client wrote them: name, value, name, value … */
  readonly raw: readonly string[];
  readonly socket: Socket;
  /** Of the client, or of the proxy in front of it; undefined where it had left before anybody asked. */
  readonly remoteAddress: string | undefined;
  /** Absent where there is none. */
  readonly body: IncomingBody | undefined;
  #headers: IncomingHttpHeaders | undefined;

  constructor(
    { method, target, minorVersion, raw }: RequestHead,
    { socket, remoteAddress }: Origin,
    body?: IncomingBody,
  ) {
    this.method = method;
    this.target = target;
    this.minorVersion = minorVersion;
    this.raw = raw;
    this.socket = socket;
    this.remoteAddress = remoteAddress;
    this.body = body;
  }

  /** Whether all of it has come. */
  get isComplete(): boolean {
    return this.body?.isWhole ?? true;
  }

  /** The headers by name in lower case; several of one name are joined as node:http joins them. */
  get headers(): IncomingHttpHeaders {
    this.#headers ??= byName(this.raw);
    return this.#headers;
  }
}

/** Of these the first one counts; they are no lists, and which one a service takes nobody knows. */
const single: ReadonlySet<string> = new Set([
  'age',
  'authorization',
  'content-length',
  'content-type',
  'etag',
  'expires',
  'from',
  'host',
  'if-modified-since',
  'if-unmodified-since',
  'last-modified',
  'location',
  'max-forwards',
  'proxy-authorization',
  'referer',
  'retry-after',
  'server',
  'user-agent',
]);

function byName(raw: readonly string[]): IncomingHttpHeaders {
  const headers = new Map<string, string>();
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    const before = headers.get(name);
    if (before === undefined) headers.set(name, value);
    else if (!single.has(name)) headers.set(name, `${before}${name === 'cookie' ? '; ' : ', '}${value}`);
  }
  return Object.fromEntries(headers);
}
