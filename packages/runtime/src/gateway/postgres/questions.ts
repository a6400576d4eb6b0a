import { errorFor } from './error-for.ts';
import { drop, type FrameReader } from './frames.ts';
import { errorResponse, readyForQuery } from './messages.ts';
import type { Question } from './question.ts';
import type { Session } from './session.ts';
import { Statements } from './statements.ts';

/** How much of a query's text is looked at, to be logged. */
const textBytes = 1024;
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
const password = 0x70; // p

/** Follows what a client asks, and refuses on the server's behalf while the circuit breaker is open. */
export class Questions implements FrameReader {
  readonly #session: Session;
  readonly #statements = new Statements();
  #isRefusing = false;
  #current: Question | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  begin(type: number): number {
    if (this.#session.isOver) return drop;
    if (this.#isRefusing && type !== terminate) return type === sync ? this.#endRefusal() : drop;
    switch (type) {
      case query:
        return this.#ask();
      case functionCall:
        return this.#ask() === drop ? drop : 0;
      case parse:
        return this.#batch(textBytes, true);
      case bind:
        return this.#batch(nameBytes, true);
      case execute:
        return this.#batch(0, true);
      case describe:
        return this.#batch(0, false);
      case close:
        return this.#batch(nameBytes, false);
      case flush:
        return this.#flush();
      case sync:
        return this.#sync();
      case password:
        this.#session.owe('startup');
        return 0;
      default:
        return 0;
    }
  }

  show(type: number, body: Buffer): void {
    if (type === query) return this.#note(body);
    if (type === parse) return this.#note(this.#statements.parsed(body));
    if (type === bind) return this.#note(this.#statements.bound(body));
    if (type === close) this.#statements.closed(body);
  }

  lose(): void {
    this.#session.becomeOpaque('the client sent what is no message of the protocol');
  }

  #note(text: Buffer | undefined): void {
    if (this.#current !== undefined) this.#current.text ??= text;
  }

  #ask(): number {
    const asked = this.#session.ask('query');
    if (typeof asked === 'string') return this.#refuse(asked, true);
    this.#current = asked;
    return textBytes;
  }

  /** A message of the extended protocol. */
  #batch(wanted: number, isCall: boolean): number {
    const { batch } = this.#session;
    const asked = batch ?? this.#session.ask('batch');
    if (typeof asked === 'string') {
      this.#isRefusing = true;
      return this.#refuse(asked, false);
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

  #refuse(why: 'breaker-open' | 'fault', isWhole: boolean): number {
    const { link, exchanges } = this.#session;
    exchanges.refuse(why);
    if (this.#session.isBetterElsewhere(why)) {
      this.#session.end(why);
      return drop;
    }
    const error = errorResponse(errorFor(link, why, 'ERROR'));
    link.relay().toCaller.write(isWhole ? Buffer.concat([error, readyForQuery]) : error);
    return drop;
  }

  #endRefusal(): number {
    this.#isRefusing = false;
    this.#session.link.relay().toCaller.write(readyForQuery);
    return drop;
  }
}
