import { refused, type Ticket } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Verdict } from '../circuit.ts';
import { isStruck } from '../fault-effects.ts';
import { judgeInstance } from '../settle.ts';
import type { Exchange } from './exchange.ts';
import { recordExchange } from './record-exchange.ts';
import type { Link } from './wire.ts';

/** Answers may be later than the timeout says by this much before a timer looks again. */
const slackMs: Milliseconds = 1;

/** What is under way on one connection, in the order in which it is answered. Takes the time, counts and judges. */
export class Exchanges<E extends Exchange> {
  readonly #link: Asked;
  readonly #onLate: (exchange: E) => void;
  readonly #waiting: E[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Since when the first one is the callee's turn. */
  #headSince: Milliseconds = 0;
  #late: E | undefined;
  /** What a policy would have done about the next one, on an edge that only watches. */
  #foreseen: string | undefined;
  /** Whether a drill asks all of it: it is counted apart. */
  isDrill = false;

  /** @param onLate told once of an exchange that is not answered when its time is up */
  constructor(link: Asked, onLate: (exchange: E) => void) {
    this.#link = link;
    this.#onLate = onLate;
  }

  /** The one that the callee answers next. */
  get head(): E | undefined {
    return this.#waiting[0];
  }

  get count(): number {
    return this.#waiting.length;
  }

  /** Asks the circuit breaker and the faults for leave to call. `mustPass`: what has begun may be ended. */
  admit(mustPass: boolean, isCall = true): Ticket | 'breaker-open' | 'fault' {
    const { circuit, edge, watch } = this.#link;
    const now = edge.options.now();
    const ticket = circuit?.admit(now) ?? refused;
    if (mustPass) return ticket;
    const isRefused = circuit !== undefined && ticket === refused;
    if (isRefused && watch === undefined) return 'breaker-open';
    if (!isCall) return ticket;
    if (isRefused) this.#foreseen = watch?.note('breaker-open');
    return this.#strikes(ticket, now) ? 'fault' : ticket;
  }

  /** Whether a fault fails what is asked. */
  #strikes(ticket: Ticket, now: Milliseconds): boolean {
    const { circuit, edge, instance } = this.#link;
    const { options, plan } = edge;
    if (!isStruck(options.faults.active(plan.name, now), options.random)) return false;
    circuit?.settle(ticket, 'bad', now);
    judgeInstance(edge, instance, 'bad', now);
    return true;
  }

  /** The callee is asked. */
  begin(exchange: E): E {
    if (this.#waiting.push(exchange) === 1) this.#headSince = exchange.startedAt;
    if (this.#foreseen !== undefined) exchange.policy = this.#foreseen;
    this.#foreseen = undefined;
    if (exchange.isCall) this.#work(1);
    this.#watch();
    return exchange;
  }

  /** What has begun turns out to be a call. */
  call(exchange: E): void {
    if (exchange.isCall) return;
    exchange.isCall = true;
    this.#work(1);
  }

  /** The first one has been answered. */
  end(): void {
    const exchange = this.#waiting.shift();
    if (exchange === undefined) return;
    const now = this.#link.edge.options.now();
    this.#headSince = now;
    this.#settle(exchange, now);
  }

  /** A call that the callee was not asked, since a policy said no. */
  refuse(exchange: E): void {
    const { edge } = this.#link;
    if (exchange.policy !== undefined) edge.meter.act(exchange.policy);
    this.#record(exchange, 0, edge.options.now());
  }

  /** The connection is over. What was not answered was failed by the callee, unless its client left. */
  close(verdict: Verdict, code: string): void {
    clearTimeout(this.#timer);
    const now = this.#link.edge.options.now();
    for (const exchange of this.#waiting.splice(0)) {
      if (exchange.code === 'ok') {
        exchange.verdict = verdict;
        exchange.code = code;
      }
      this.#settle(exchange, now);
    }
  }

  /** So many calls more, or fewer, are under way. */
  #work(calls: 1 | -1): void {
    const { edge, instance } = this.#link;
    edge.meter.inFlight += calls;
    instance.inFlight += calls;
  }

  #settle(exchange: E, now: Milliseconds): void {
    const { circuit, edge, instance, watch } = this.#link;
    // One that is late is judged when its time is up, also where nothing else comes of it.
    if (watch === undefined || exchange !== this.#late) circuit?.settle(exchange.ticket, exchange.verdict, now);
    if (exchange.isOurs !== true) judgeInstance(edge, instance, exchange.verdict, now);
    if (exchange.isCall) this.#work(-1);
    if (exchange.isCall || exchange.verdict === 'bad') this.#record(exchange, now - exchange.startedAt, now);
  }

  #record(exchange: Exchange, durationMs: Milliseconds, now: Milliseconds): void {
    const { trace } = exchange;
    const { drills } = this.#link.edge.options;
    const isDrill = this.isDrill || (trace !== undefined && drills?.knows(trace.traceId, '', now) === true);
    recordExchange(this.#link, exchange, { durationMs, now, isDrill });
  }

  /** One timer for all: it is not set anew for each call, but looks when the earliest could be late. */
  #watch(): void {
    const { edge, watch } = this.#link;
    const { timeoutMs } = watch ?? edge.plan;
    if (timeoutMs === undefined || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#look(timeoutMs), timeoutMs + slackMs);
  }

  #look(timeoutMs: Milliseconds): void {
    this.#timer = undefined;
    const { head } = this;
    if (head === undefined) return;
    const now = this.#link.edge.options.now();
    const leftMs = this.#headSince + timeoutMs - now;
    if (leftMs <= 0 && head.isTimed && this.#late !== head) {
      this.#late = head;
      if (this.#link.watch === undefined) this.#onLate(head);
      else this.#foreseeLate(head, now);
    }
    this.#timer = setTimeout(() => this.#look(timeoutMs), leftMs > 0 ? leftMs + slackMs : timeoutMs);
  }

  #foreseeLate(exchange: E, now: Milliseconds): void {
    const { circuit, watch } = this.#link;
    exchange.policy = watch?.note('timeout');
    circuit?.settle(exchange.ticket, 'bad', now);
  }
}

type Asked = Pick<Link, 'edge' | 'instance' | 'circuit' | 'watch'>;
