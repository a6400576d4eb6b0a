import { isServerFailure, queryCancelled } from '@asbuilt/core/mechanisms';
import type { Verdict } from '#gateway/circuit';
import type { FrameReader } from './frames.ts';
import { sqlStateOf } from './messages.ts';
import type { Session } from './session.ts';
import { keyOf } from './startup.ts';

/** The code of an error stands near its beginning. */
const errorBytes = 128;

/** Messages of servers by their types. */
const dataRow = 0x44; // D
const error = 0x45; // E
const keyData = 0x4b; // K
const authentication = 0x52; // R
const ready = 0x5a; // Z
const copyData = 0x64; // d

/**
 * Those of which there is one for each message of a batch: it is parsed, bound, closed, complete; it was empty; its rows are
 * described, there are none, there are more.
 */
const replies: ReadonlySet<number> = typesOf('123CITns');
/** Those with which copying begins: in, out, both. */
const copies: ReadonlySet<number> = typesOf('GHW');

const idle = 'I';

/** Follows what a server answers, and judges it. */
export class Answers implements FrameReader {
  readonly ignored: ReadonlySet<number> = new Set([dataRow, copyData]);
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  begin(type: number, bodyBytes: number): number {
    switch (type) {
      case ready:
        return 1;
      case error:
        return errorBytes;
      case keyData:
        return bodyBytes;
      case authentication:
        this.#answerStartup();
        return 0;
      default:
        if (replies.has(type)) this.#reply();
        else if (copies.has(type)) this.#copy();
        return 0;
    }
  }

  show(type: number, body: string): void {
    if (type === ready) this.#ready(body !== idle);
    else if (type === error) this.#fail(sqlStateOf(body));
    else if (type === keyData) this.#session.know(keyOf(Buffer.from(body, 'latin1')));
  }

  lose(): void {
    this.#session.becomeOpaque('the server sent what is no message of the protocol');
  }

  /** A server that asks for a password, or lets in, is there. That closes a breaker, but makes no bad query good. */
  #answerStartup(): void {
    const { exchanges, link } = this.#session;
    const { circuit, edge } = link;
    const { head } = exchanges;
    if (head?.kind !== 'startup') return;
    if (circuit?.state(edge.options.now()) !== 'half-open') head.verdict = 'neither';
    exchanges.end();
  }

  /** One message of a batch has been answered; once all are after which the client waits, the server owes nothing. */
  #reply(): void {
    const { head } = this.#session.exchanges;
    if (head?.kind !== 'batch') return;
    head.pending -= 1;
    if (head.pending <= 0 && head.isFlushed && !head.isSynced) this.#endFlushed();
  }

  #endFlushed(): void {
    const { exchanges } = this.#session;
    if (this.#session.batch === exchanges.head) this.#session.batch = undefined;
    exchanges.end();
  }

  /** Data is copied for as long as both have some. */
  #copy(): void {
    const { head } = this.#session.exchanges;
    if (head !== undefined) head.isTimed = false;
  }

  #ready(isInTransaction: boolean): void {
    const session = this.#session;
    session.isInTransaction = isInTransaction;
    session.isSkipping = false;
    for (let { head } = session.exchanges; head !== undefined; { head } = session.exchanges) {
      const isLast = head.kind === 'query' || head.isSynced;
      if (head === session.batch) session.batch = undefined;
      session.exchanges.end();
      if (isLast) break;
    }
  }

  #fail(code: string): void {
    const { head } = this.#session.exchanges;
    if (head === undefined) {
      this.#session.link.edge.log.info({ outcome: code }, 'The server ends a connection.');
      return;
    }
    if (head.code === 'ok') {
      head.code = code;
      head.verdict = this.#verdictOn(code, head.isCancelled);
    }
    if (head.kind === 'startup') return this.#session.exchanges.end();
    if (head.kind !== 'batch' || head.isSynced) return;
    this.#session.isSkipping = true;
    if (head.isFlushed) this.#endFlushed();
  }

  #verdictOn(code: string, isCancelled: boolean): Verdict {
    if (code === queryCancelled && this.#session.takeCancel() && !isCancelled) return 'neither';
    if (!isServerFailure(code)) return 'good';
    // A server complains of a client that left in the middle of a copy.
    return this.#session.link.client.readableEnded ? 'neither' : 'bad';
  }
}

function typesOf(letters: string): ReadonlySet<number> {
  return new Set(Buffer.from(letters));
}
