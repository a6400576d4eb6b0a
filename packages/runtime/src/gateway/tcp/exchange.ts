import type { Ticket } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import type { TraceContext } from '#telemetry/trace-context';
import type { FinishedSpan } from '#telemetry/tracer';
import type { Verdict } from '../circuit.ts';

/** Something that a client asked and the callee owes an answer to: a query, a batch of them, a command. */
export interface Exchange {
  readonly startedAt: Milliseconds;
  readonly ticket: Ticket;
  /** Whether it is a call: beginning a conversation is none. */
  isCall: boolean;
  /** Whether the timeout of the edge holds for it: not while one may wait for as long as one likes. */
  isTimed: boolean;
  /** How it went so far: `ok`, or the error's code. */
  code: string;
  verdict: Verdict;
  /** Whether the edge answers it itself, so that it tells nothing about the callee. */
  readonly isOurs?: boolean;
  /** In which trace it is asked, as far as it says so itself. */
  readonly trace?: TraceContext | undefined;
  /** What a policy did about it, as `Asbuilt-Policy` says it. */
  policy?: string | undefined;
  /** What was asked, to be logged: without values, which may hold secrets. */
  describe?(): string;
  /** What its span says of it, with no more than that. */
  span(): AskedSpan;
}

/** What only the protocol knows of a call, by OpenTelemetry's semantic conventions for databases. */
export interface AskedSpan {
  readonly name: string;
  readonly attributes: FinishedSpan['attributes'];
}
