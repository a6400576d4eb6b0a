import type { Ticket } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Verdict } from '#gateway/circuit';
import type { TraceContext } from '#telemetry/trace-context';
import type { AskedSpan, Exchange } from '../exchange.ts';
import { decoded } from './messages.ts';
import { withoutLiterals } from './without-literals.ts';

/**
 * What a server owes an answer to: the beginning of a session; a simple query; a batch of the extended protocol up to the
 * Sync that ends it, or to the Flush after which its client waits.
 */
export type QuestionKind = 'startup' | 'query' | 'batch';

export class Question implements Exchange {
  readonly kind: QuestionKind;
  readonly startedAt: Milliseconds;
  readonly ticket: Ticket;
  isCall: boolean;
  isTimed = true;
  code = 'ok';
  verdict: Verdict = 'good';
  /** Replies to messages of a batch that are still to come. */
  pending = 0;
  /** Whether the client waits for them without having ended the batch. */
  isFlushed = false;
  /** Whether the client ended the batch, so that a ReadyForQuery will come. */
  isSynced = false;
  /** Whether the edge had it cancelled. */
  isCancelled = false;
  /** The beginning of the query's text, a character a byte. */
  text: string | undefined;
  /** As a comment in the text says it. */
  trace: TraceContext | undefined;
  policy: string | undefined;

  constructor(kind: QuestionKind, startedAt: Milliseconds, ticket: Ticket) {
    this.kind = kind;
    this.startedAt = startedAt;
    this.ticket = ticket;
    this.isCall = kind === 'query';
  }

  describe(): string {
    return this.text === undefined ? this.kind : withoutLiterals(decoded(this.text));
  }

  span(): AskedSpan {
    const system = { 'db.system': 'postgresql', 'db.system.name': 'postgresql' };
    if (this.text === undefined) return { name: 'postgresql', attributes: system };
    const text = this.describe();
    const summary = /^[a-z]+/i.exec(text)?.[0].toUpperCase() ?? 'postgresql';
    return { name: summary, attributes: { ...system, 'db.query.text': text, 'db.query.summary': summary } };
  }
}
