import { refused } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import { hasUntried } from '#gateway/choose-instance';
import type { TcpFailure } from '#telemetry/edge-meter';
import type { TraceContext } from '#telemetry/trace-context';
import { Exchanges } from '../exchanges.ts';
import { actOf, explain, type Link } from '../wire.ts';
import { sendCancel } from './cancel.ts';
import { errorFor } from './error-for.ts';
import { errorResponse } from './messages.ts';
import { Question, type QuestionKind } from './question.ts';
import type { Cancellable, Sessions } from './sessions.ts';

/** How long a server has to end a query that it was asked to cancel. */
const graceMs: Milliseconds = 1000;

/** Where a session stands: it begins, a client was told to ask the server for encryption, both talk, or nothing is understood. */
export type Phase = 'first' | 'encryption' | 'talking' | 'opaque';

/** One session of a client with a server: what both of its directions have to know of each other. */
export class Session implements Cancellable {
  readonly link: Link;
  readonly exchanges: Exchanges<Question>;
  readonly #sessions: Sessions;
  readonly #isBetween: () => boolean;
  phase: Phase = 'first';
  /** Whether its server is in a transaction, as the last ReadyForQuery said. */
  isInTransaction = false;
  /** The batch that the client is still sending, if any of it waits for an answer. */
  batch: Question | undefined;
  /** Whether messages of a batch have been passed on that no Sync has ended. */
  isUnsynced = false;
  /** Whether the server skips the rest of the batch, since something in it failed. */
  isSkipping = false;
  /** Whether the client was told that this is over. */
  isOver = false;
  #key: string | undefined;
  #wasCancelled = false;
  #graceTimer: NodeJS.Timeout | undefined;

  /** @param isBetween whether the client has got whole messages so far */
  constructor(link: Link, sessions: Sessions, isBetween: () => boolean) {
    this.link = link;
    this.#sessions = sessions;
    this.#isBetween = isBetween;
    this.exchanges = new Exchanges(link, (late) => this.#onLate(late));
  }

  /** Asks for leave to ask the server something. What has begun may be ended: a transaction, a batch, a pipeline. */
  ask(kind: QuestionKind): Question | 'breaker-open' | 'fault' {
    const mustPass = this.isInTransaction || this.isUnsynced || this.exchanges.count > 0;
    const ticket = this.exchanges.admit(mustPass, kind !== 'startup');
    if (typeof ticket === 'string') return ticket;
    return this.exchanges.begin(new Question(kind, this.link.edge.options.now(), ticket));
  }

  /** Counts a question that is not passed on. */
  refuse(kind: QuestionKind, why: 'breaker-open' | 'fault', text?: string, trace?: TraceContext): void {
    const question = new Question(kind, this.link.edge.options.now(), refused);
    this.exchanges.refuse(
      Object.assign(question, {
        text,
        trace,
        isCall: kind !== 'startup',
        code: why,
        verdict: 'bad',
        policy: actOf(why),
      }),
    );
  }

  /** A step of the password exchange, or the end of a batch: belongs to what was asked, and is no call of its own. */
  owe(kind: QuestionKind): Question {
    return this.exchanges.begin(new Question(kind, this.link.edge.options.now(), refused));
  }

  /** Tells the client that this is over, if it can still be told, and ends the session. */
  end(why: TcpFailure, code?: string): void {
    const { relay } = this.link;
    this.isOver = true;
    const error = errorFor(this.link, why, 'FATAL');
    if (this.#isBetween()) {
      relay().toCaller.write(errorResponse(code === undefined ? error : { ...error, code }));
      relay().end();
    } else relay().reset();
  }

  /** Whether a client had better connect anew than ask here again: another instance would be asked. */
  isBetterElsewhere(why: TcpFailure): boolean {
    return why === 'breaker-open' && hasUntried({ ...this.link, tried: undefined });
  }

  /** The server told by what this session can be cancelled. */
  know(key: string): void {
    this.#key = key;
    this.#sessions.byKey.set(key, this);
  }

  noteCancel(): void {
    this.#wasCancelled = true;
  }

  /** A query ended since it was cancelled: whether by its client. */
  takeCancel(): boolean {
    const was = this.#wasCancelled;
    this.#wasCancelled = false;
    return was;
  }

  /** From here on bytes pass as they are. */
  becomeOpaque(reason: string): void {
    const { circuit, edge } = this.link;
    const { log, options } = edge;
    if (this.phase !== 'talking') {
      // All that is known of an encrypted session is that it stands.
      const ticket = circuit?.admit(options.now()) ?? refused;
      circuit?.settle(ticket, 'good', options.now());
    }
    this.phase = 'opaque';
    this.exchanges.close('neither', 'opaque');
    log.info({ reason }, 'Queries of a connection are not looked at: its bytes are passed through.');
  }

  close(by: 'client' | 'callee'): void {
    clearTimeout(this.#graceTimer);
    if (this.#key !== undefined) this.#sessions.byKey.delete(this.#key);
    this.exchanges.close(by === 'client' ? 'neither' : 'bad', by === 'client' ? 'client-left' : 'broken');
  }

  #onLate(late: Question): void {
    const { edge, instance, relay } = this.link;
    edge.meter.act('timeout');
    if (late.kind === 'startup' || this.#key === undefined) return this.#giveUp(late);
    late.isCancelled = true;
    late.policy = 'timeout';
    edge.log.warn({ asked: late.describe() }, `${explain(edge, 'timeout')}; it is asked to cancel the query`);
    // What the client asks next must not be what is cancelled.
    relay().toCallee.hold();
    sendCancel(instance.address, this.#key, (unheard) => {
      const { reason, unanswered = false } = unheard ?? {};
      if (reason !== undefined) edge.log.warn({ failure: reason }, 'The request to cancel a query was not heard.');
      if (unanswered && !this.isOver) this.#giveUp(late);
      else relay().toCallee.release();
    });
    this.#graceTimer = setTimeout(() => {
      if (this.exchanges.head === late) this.#giveUp(late);
    }, graceMs);
  }

  #giveUp(late: Question): void {
    late.code = 'timeout';
    late.verdict = 'bad';
    late.policy = 'timeout';
    this.end('timeout', late.kind === 'startup' ? undefined : '57014');
  }
}
