import type { Socket } from 'node:net';
import {
  type Deadline,
  deadlineAfter,
  pauseBeforeRetryMs,
  refused,
  remainingMs,
  type Ticket,
} from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import type { TcpFailure } from '#telemetry/edge-meter';
import { messageOf } from '#values/message-of';
import { avoidInstance, bestFor, hasUntried, type Seeker } from '../choose-instance.ts';
import type { Verdict } from '../circuit.ts';
import { failingFault, lookAgainMs } from '../fault-effects.ts';
import { hindranceOf } from '../hindrance.ts';
import type { Instance } from '../instances.ts';
import type { LentReads } from '../lent-reads.ts';
import { reset } from '../reset.ts';
import { judgeInstance } from '../settle.ts';
import { reach } from './reach.ts';
import { type Ended, recordConnection } from './record-connection.ts';
import { circuitOf, type TcpEdge } from './watch.ts';
import { defaultConnectMs, type Wire } from './wire.ts';

/** What a connection of a client is joined with. */
export interface Reached {
  readonly callee: Socket;
  /** What comes from it, where that is only lent. */
  readonly lent: LentReads | undefined;
  readonly instance: Instance;
}

export type Join = (reached: Reached) => void;

/** One connection of a client, until it is joined to one of the callee. */
export class TcpCall implements Seeker {
  readonly edge: TcpEdge;
  instance: Instance | undefined;
  tried: Instance[] | undefined;
  readonly #client: Socket;
  readonly #wire: Wire | undefined;
  readonly #join: Join;
  readonly #startedAt: Milliseconds;
  readonly #deadline: Deadline;
  #over = false;
  /** Whether a drill makes it, as far as that can be told before anything is said. */
  #isDrill = false;
  #callee: Socket | undefined;
  #ticket: Ticket = refused;
  /** Whether an attempt is under way of which the instance is to be told good or bad. */
  #isTrying = false;
  #retries = 0;
  /** Whether it is one of the connections that the callee accepts. */
  #hasPlace = false;
  #deadlineTimer: NodeJS.Timeout | undefined;
  #pauseTimer: NodeJS.Timeout | undefined;
  /** Why the callee could not be reached the last time. */
  #hindrance: string | undefined;

  /** @param wire the protocol of the edge, where it understands it */
  constructor(edge: TcpEdge, client: Socket, wire: Wire | undefined, join: Join) {
    this.edge = edge;
    this.#client = client;
    this.#wire = wire;
    this.#join = join;
    this.#startedAt = edge.options.now();
    this.#deadline = deadlineAfter(edge.plan.timeoutMs ?? defaultConnectMs, this.#startedAt);
  }

  begin(): void {
    this.#client.on('error', closesByItself);
    if (this.#wire === undefined)
      this.#isDrill = this.edge.options.drills?.comesFrom(this.#client.remoteAddress) === true;
    this.#client.once('close', () => {
      this.#end('client-left', 'neither');
      this.#leave();
    });
    const { connections } = this.edge.options;
    if (connections !== undefined) {
      if (!connections.enter()) return this.#giveUp('full');
      this.#hasPlace = true;
    }
    this.edge.watch?.noteClient();
    this.#deadlineTimer = setTimeout(() => this.#giveUp('timeout'), remainingMs(this.#deadline, this.#startedAt));
    this.#attempt();
  }

  #attempt(): void {
    const { options, plan } = this.edge;
    const { now, random } = options;
    this.#chooseInstance();
    if (!this.#isAdmitted(now())) return this.#giveUp('breaker-open');
    this.#isTrying = true;
    const faults = options.faults.active(plan.name, now());
    const failing = failingFault(faults, random);
    // An edge that understands calls fails them, and not the connections over which they come.
    if (failing !== undefined && (failing.effect.kind === 'refuse' || this.#wire === undefined))
      return this.#fail('fault');
    this.#passFaults();
  }

  #isAdmitted(now: Milliseconds): boolean {
    const { edge, instance } = this;
    const circuit = instance && circuitOf(edge, instance);
    if (circuit === undefined) return true;
    this.#ticket = circuit.admit(now);
    if (this.#ticket !== refused) return true;
    return edge.watch?.note('breaker-open') !== undefined;
  }

  /** Connects once the faults of the moment let it through: nobody waits on for a black hole that is removed before its time. */
  #passFaults(): void {
    const { faults, now, random } = this.edge.options;
    const hindrance = hindranceOf(faults.active(this.edge.plan.name, now()), 'to-callee', { now: now(), random });
    const { heldForMs = 0, delayMs = 0 } = hindrance ?? {};
    if (heldForMs > 0) this.#pauseTimer = setTimeout(() => this.#passFaults(), Math.min(heldForMs, lookAgainMs));
    else if (delayMs > 0) this.#pauseTimer = setTimeout(() => this.#connect(), delayMs);
    else this.#connect();
  }

  /** Where calls are not understood, an open connection is what an instance works on. */
  #chooseInstance(): void {
    this.#leaveInstance();
    const instance = bestFor(this, connectionsOf);
    if (instance === undefined) return;
    instance.connections += 1;
    if (this.#wire === undefined) instance.inFlight += 1;
    this.instance = instance;
  }

  /** It needs neither the instance nor its place any more. */
  #leave(): void {
    this.#leaveInstance();
    if (!this.#hasPlace) return;
    this.#hasPlace = false;
    this.edge.options.connections?.leave();
  }

  #leaveInstance(): void {
    const { instance } = this;
    if (instance === undefined) return;
    this.instance = undefined;
    instance.connections -= 1;
    if (this.#wire === undefined) instance.inFlight -= 1;
  }

  #connect(): void {
    const { instance } = this;
    if (instance === undefined) return this.#fail('not-up');
    this.#callee = reach(instance.address, {
      onReached: (callee, lent) => {
        this.#callee = undefined;
        this.#watchTime();
        // Whether the callee is well is told by how it answers, where that is understood.
        this.#end('connected', this.#wire === undefined ? 'good' : 'neither');
        this.#join({ callee, lent, instance });
      },
      onError: (error) => {
        this.#hindrance = messageOf(error);
        this.#fail('unreachable');
      },
    });
  }

  /** On an edge that only watches, one that came about too late has failed. */
  #watchTime(): void {
    const { edge, instance } = this;
    const now = edge.options.now();
    const { timeoutMs = Number.POSITIVE_INFINITY } = edge.watch ?? {};
    if (instance === undefined || now - this.#startedAt <= timeoutMs) return;
    edge.watch?.note('timeout');
    circuitOf(edge, instance)?.settle(this.#ticket, 'bad', now);
    this.#ticket = refused;
  }

  /** One attempt failed: try another instance or again, as the policies allow, else tell the client. */
  #fail(code: TcpFailure): void {
    if (this.#over) return;
    const { meter, plan, watch } = this.edge;
    // As for HTTP: a service that does not run was not called.
    this.#settle(code === 'not-up' ? 'neither' : 'bad');
    avoidInstance(this);
    const hasOther = code === 'unreachable' && hasUntried(this);
    watch?.noteUnreachable(hasOther);
    if (hasOther && plan.nextInstance === true) {
      meter.act('next-instance');
      this.#attempt();
    } else if (!this.#triesAgain()) this.#giveUp(code);
  }

  /** Arranges another attempt after a pause, if the policy and the time that is left allow one. */
  #triesAgain(): boolean {
    const { meter, options, plan, retryBudget } = this.edge;
    const { retry } = plan;
    if (retry === undefined || this.#retries >= retry.retries) return false;
    if (retryBudget?.spend(meter.requests, options.now()) === false) return false;
    this.#retries += 1;
    const pauseMs = pauseBeforeRetryMs(retry, this.#retries, options.random());
    if (pauseMs >= remainingMs(this.#deadline, options.now())) return false;
    this.#pauseTimer = setTimeout(() => this.#attempt(), pauseMs);
    return true;
  }

  /** Bare TCP knows one way of telling a client that it failed: a reset. */
  #giveUp(code: TcpFailure): void {
    if (this.#over) return;
    this.#end(code, 'bad');
    this.#leave();
    if (this.#wire === undefined) reset(this.#client);
    else this.#wire.refuse(this.#client, code);
  }

  #end(code: Ended, verdict: Verdict): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#deadlineTimer);
    clearTimeout(this.#pauseTimer);
    this.#callee?.destroy();
    this.#settle(verdict);
    const isCall = this.#wire === undefined;
    const facts = { startedAt: this.#startedAt, retries: this.#retries, isCall, isDrill: this.#isDrill };
    const reason = code === 'unreachable' ? this.#hindrance : undefined;
    recordConnection(this.edge, { code, verdict, reason, ...facts });
  }

  #settle(verdict: Verdict): void {
    const { edge, instance } = this;
    if (instance === undefined || !this.#isTrying) return;
    this.#isTrying = false;
    const now = edge.options.now();
    judgeInstance(edge, instance, verdict, now);
    circuitOf(edge, instance)?.settle(this.#ticket, verdict, now);
    this.#ticket = refused;
  }
}

function connectionsOf({ connections }: Instance): number {
  return connections;
}

/** A connection that breaks is closed, and that is what ends the call; without a listener the error would end the process. */
function closesByItself(): void {}
