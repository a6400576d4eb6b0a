import type { TraceContext } from '#telemetry/trace-context';
import { errorFor } from './error-for.ts';
import { drop, type FrameReader } from './frames.ts';
import { errorResponse, readyForQuery } from './messages.ts';
import type { Question, QuestionKind } from './question.ts';
import type { Session } from './session.ts';
import { Statements } from './statements.ts';
import { traceIn } from './trace-comment.ts';

/** How much of a query's text is looked at, to be logged. */
const textBytes = 1024;
/** The same where traces or drills are known by a comment, which stands at the end as a rule. */
const commentedBytes = 16 * 1024;
/** The same of a Bind, whose statement's name is behind that of its portal. */
const nameBytes = 160;

/** Messages of clients by their types. */
const bind = 0x42; // B
const close = 0x43; // C
const describe = 0x44; // D
const execute = 0x45; // E
const functionCall = 0x46; // F
const flush = 0x48; // H
const parse = 0x50; // P
const query = 0x51; // Q
const sync = 0x53; // S
const terminate = 0x58; // X
const copyData = 0x64; // d
const password = 0x70; // p

/** Follows what a client asks, and refuses on the server's behalf while the circuit breaker is open. */
export class Questions implements FrameReader {
  /** Servers ignore it, too, where nothing is copied: none of it has to be kept from one. */
  readonly ignored: ReadonlySet<number> = new Set([copyData]);
  readonly #session: Session;
  readonly #statements = new Statements();
  #isRefusing = false;
  #current: Question | undefined;
  /** A question that was refused, and whose text is to be shown before it is counted. */
  #refused: { readonly kind: QuestionKind; readonly why: 'breaker-open' | 'fault' } | undefined;
  readonly #textBytes: number;
  readonly #readsComments: boolean;

  constructor(session: Session) {
    const { drills, telemetry } = session.link.edge.options;
    this.#session = session;
    this.#readsComments = drills !== undefined || telemetry.tracer !== undefined;
    this.#textBytes = this.#readsComments ? commentedBytes : textBytes;
  }

  begin(type: number): number {
    if (this.#session.isOver) return drop();
    if (this.#isRefusing && type !== terminate) return type === sync ? this.#endRefusal() : drop();
    switch (type) {
      case query:
        return this.#ask(this.#textBytes);
      case functionCall:
        return this.#ask(0);
      case flush:
        return this.#flush();
      case sync:
        return this.#sync();
      case password:
        this.#session.owe('startup');
        return 0;
      default:
        return this.#beginInBatch(type);
    }
  }

  show(type: number, body: string): void {
    if (type === query) this.#noteText(body.endsWith('\0') ? body.slice(0, -1) : body);
    else if (type === parse) this.#noteText(this.#statements.parsed(body));
    else if (type === bind) this.#note(this.#statements.bound(body));
    else if (type === close) {
      this.#statements.closed(body);
      this.#note(undefined);
    }
  }

  lose(): void {
    this.#session.becomeOpaque('the client sent what is no message of the protocol');
  }

  #noteText(text: string): void {
    this.#note(text.slice(0, textBytes), this.#readsComments ? traceIn(text) : undefined);
  }

  #note(text: string | undefined, trace?: TraceContext): void {
    if (this.#refused !== undefined) {
      const { kind, why } = this.#refused;
      this.#refused = undefined;
      this.#session.refuse(kind, why, text, trace);
    } else if (this.#current !== undefined) {
      this.#current.text ??= text;
      this.#current.trace ??= trace;
    }
  }

  #ask(wanted: number): number {
    const asked = this.#session.ask('query');
    if (typeof asked === 'string') return this.#refuse('query', asked, wanted);
    this.#current = asked;
    return wanted;
  }

  /** What the server answers one by one, in a batch. */
  #beginInBatch(type: number): number {
    switch (type) {
      case parse:
        return this.#batch(this.#textBytes, true);
      case bind:
        return this.#batch(nameBytes, true);
      case execute:
        return this.#batch(0, true);
      case describe:
        return this.#batch(0, false);
      case close:
        return this.#batch(nameBytes, false);
      default:
        return 0;
    }
  }

  /** A message of the extended protocol. */
  #batch(wanted: number, isCall: boolean): number {
    const { batch } = this.#session;
    const asked = batch ?? this.#session.ask('batch');
    if (typeof asked === 'string') {
      this.#isRefusing = true;
      return this.#refuse('batch', asked, wanted);
    }
    this.#session.batch = asked;
    this.#session.isUnsynced = true;
    this.#current = asked;
    asked.pending += 1;
    asked.isFlushed = false;
    if (isCall) this.#session.exchanges.call(asked);
    // A server that skips the rest of a batch answers none of it.
    if (this.#session.isSkipping) asked.isTimed = false;
    return wanted;
  }

  #flush(): number {
    const { batch, exchanges } = this.#session;
    if (batch === undefined) return 0;
    batch.isFlushed = true;
    if (batch.pending <= 0 && exchanges.head === batch) {
      exchanges.end();
      this.#session.batch = undefined;
    }
    return 0;
  }

  #sync(): number {
    const batch = this.#session.batch ?? this.#session.owe('batch');
    batch.isSynced = true;
    batch.isTimed = true;
    this.#session.batch = undefined;
    this.#session.isUnsynced = false;
    return 0;
  }

  #refuse(kind: QuestionKind, why: 'breaker-open' | 'fault', wanted: number): number {
    const { link } = this.#session;
    if (wanted === 0) this.#session.refuse(kind, why);
    else this.#refused = { kind, why };
    if (this.#session.isBetterElsewhere(why)) this.#session.end(why);
    else {
      const error = errorResponse(errorFor(link, why, 'ERROR'));
      link.relay().toCaller.write(kind === 'query' ? Buffer.concat([error, readyForQuery]) : error);
    }
    return drop(wanted);
  }

  #endRefusal(): number {
    this.#isRefusing = false;
    this.#session.link.relay().toCaller.write(readyForQuery);
    return drop();
  }
}
