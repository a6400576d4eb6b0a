import { connect, type Socket } from 'node:net';
import {
  type Deadline,
  deadlineAfter,
  pauseBeforeRetryMs,
  refused,
  remainingMs,
  type Ticket,
} from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Code, TcpFailure } from '#telemetry/edge-meter';
import type { Verdict } from './circuit.ts';
import { failingFault } from './fault-effects.ts';
import type { Instruments } from './instruments.ts';
import type { Address } from './open-edge.ts';
import type { Relay } from './relay.ts';
import { reset } from './reset.ts';

/** How long connecting may take where the edge states no timeout. */
const defaultConnectMs: Milliseconds = 10_000;

/** One connection of a client, until it is joined to one of the callee. */
export class TcpCall {
  readonly #edge: Instruments;
  readonly #client: Socket;
  readonly #onJoined: (relay: Relay) => void;
  readonly #startedAt: Milliseconds;
  readonly #deadline: Deadline;
  #over = false;
  #callee: Socket | undefined;
  #ticket: Ticket = refused;
  #retries = 0;
  #deadlineTimer: NodeJS.Timeout | undefined;
  #pauseTimer: NodeJS.Timeout | undefined;

  constructor(edge: Instruments, client: Socket, onJoined: (relay: Relay) => void) {
    this.#edge = edge;
    this.#client = client;
    this.#onJoined = onJoined;
    this.#startedAt = edge.options.now();
    this.#deadline = deadlineAfter(edge.plan.timeoutMs ?? defaultConnectMs, this.#startedAt);
  }

  begin(): void {
    const { meter } = this.#edge;
    meter.inFlight += 1;
    this.#client.on('error', closesByItself);
    this.#client.once('close', () => {
      meter.inFlight -= 1;
      this.#end('client-left', 'neither');
    });
    this.#deadlineTimer = setTimeout(() => this.#giveUp('timeout'), remainingMs(this.#deadline, this.#startedAt));
    this.#attempt();
  }

  #attempt(): void {
    const { circuit, options, plan } = this.#edge;
    const now = options.now();
    if (circuit !== undefined) {
      this.#ticket = circuit.admit(now);
      if (this.#ticket === refused) return this.#giveUp('breaker-open');
    }
    // A status fault has no status to give here: it resets its share of the connections.
    if (failingFault(options.faults.active(plan.name, now), options.random) !== undefined) return this.#fail('fault');
    const target = options.target();
    if (target === undefined) return this.#fail('not-up');
    this.#connect(target);
  }

  #connect(target: Address): void {
    const callee = connect({ ...target, allowHalfOpen: true, noDelay: true });
    this.#callee = callee;
    const onError = (): void => this.#fail('unreachable');
    callee.once('error', onError);
    callee.once('connect', () => {
      callee.off('error', onError);
      this.#join(callee);
    });
  }

  #join(callee: Socket): void {
    const { relays } = this.#edge;
    this.#callee = undefined;
    this.#onJoined(relays.join(this.#client, callee, { toCallee: 0, toCaller: 0 }));
    this.#end('connected', 'good');
  }

  /** One attempt failed: try again as the policy allows, else tell the client. */
  #fail(code: TcpFailure): void {
    if (this.#over) return;
    const { options, plan } = this.#edge;
    // As for HTTP: a service that does not run was not called.
    this.#settle(code === 'not-up' ? 'neither' : 'bad');
    const { retry } = plan;
    if (retry === undefined || this.#retries >= retry.retries) return this.#giveUp(code);
    if (this.#edge.retryBudget?.spend(this.#edge.meter.requests, options.now()) === false) return this.#giveUp(code);
    this.#retries += 1;
    const pauseMs = pauseBeforeRetryMs(retry, this.#retries, options.random());
    if (pauseMs >= remainingMs(this.#deadline, options.now())) return this.#giveUp(code);
    this.#pauseTimer = setTimeout(() => this.#attempt(), pauseMs);
  }

  /** TCP knows one way of telling a client that it failed: a reset. */
  #giveUp(code: TcpFailure): void {
    this.#end(code, 'bad');
    reset(this.#client);
  }

  #end(code: Code, verdict: Verdict): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#deadlineTimer);
    clearTimeout(this.#pauseTimer);
    this.#callee?.destroy();
    this.#settle(verdict);
    this.#record(code, verdict);
  }

  #settle(verdict: Verdict): void {
    this.#edge.circuit?.settle(this.#ticket, verdict, this.#edge.options.now());
    this.#ticket = refused;
  }

  #record(code: Code, verdict: Verdict): void {
    const { log, meter, options, plan } = this.#edge;
    const now = options.now();
    const durationMs = now - this.#startedAt;
    meter.record(code, durationMs, now);
    if (verdict !== 'neither') options.ledger.record(plan.to, verdict === 'good', now);
    const line = { outcome: code, durationMs: Math.round(durationMs * 1000) / 1000, retries: this.#retries };
    if (verdict !== 'bad') return log.info(line, 'connection');
    meter.failures += 1;
    log.warn(line, 'connection');
  }
}

/** A connection that breaks is closed, and that is what ends the call; without a listener the error would end the process. */
function closesByItself(): void {}
