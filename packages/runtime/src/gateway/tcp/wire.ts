import type { Socket } from 'node:net';
import type { Milliseconds } from '@asbuilt/core/model';
import type { TcpFailure } from '#telemetry/edge-meter';
import type { Circuit } from '../circuit.ts';
import type { Instance } from '../instances.ts';
import type { Instruments } from '../instruments.ts';
import type { Follower, Relay } from '../relay.ts';
import type { Watch } from './watch.ts';

/** How long connecting may take where the edge states no timeout. */
export const defaultConnectMs: Milliseconds = 10_000;

/** A protocol that a TCP edge understands: how it follows a conversation, and tells clients what went wrong. */
export interface Wire {
  /** Follows a connection to the callee from its first byte on. */
  follow(link: Link): Conversation;
  /** Tells a client that gets no connection to the callee why, and ends its connection. */
  refuse(client: Socket, why: TcpFailure): void;
}

/** What is known of a connection whose protocol is understood. */
export interface Conversation extends Follower {
  /** Whether the callee owes an answer. */
  waits(): boolean;
}

/** A connection of a client that is joined to one of the callee. */
export interface Link {
  readonly edge: Instruments;
  readonly client: Socket;
  readonly callee: Socket;
  /** To which this connection leads. */
  readonly instance: Instance;
  /** What policies would do; present on an edge that only watches. */
  readonly watch?: Watch | undefined;
  /** Its breaker, or the one that only watches; absent where the plan states none. */
  readonly circuit: Circuit | undefined;
  /** Only to be asked once bytes flow. */
  readonly relay: () => Relay;
}

/**
 * What went wrong, for whoever reads it on the other end: names the edge and the policy.
 *
 * @param refusal which breaker refuses, where a connection leads to one instance only; else all of them do
 */
export function explain(
  { plan, circuits, options }: Instruments,
  why: TcpFailure,
  refusal: Pick<Circuit, 'refusesForMs'> | undefined = circuits,
): string {
  const { name, to } = plan;
  switch (why) {
    case 'breaker-open':
      return `edge "${name}": the circuit breaker is open, since ${to} failed again and again; calls are refused for ${secondsLeft(refusal, options.now())} s more`;
    case 'full':
      return `edge "${name}": ${to} has as many connections as it accepts (${options.connections?.places ?? 0})`;
    case 'not-up':
      return `edge "${name}": ${to} is not running`;
    case 'unreachable':
      return `edge "${name}": ${to} cannot be reached`;
    case 'timeout':
      return `edge "${name}": ${to} did not answer within the timeout of ${plan.timeoutMs ?? defaultConnectMs} ms`;
    case 'broken':
      return `edge "${name}": the connection to ${to} broke`;
    case 'fault':
      return `edge "${name}": a fault is injected on this edge`;
  }
}

function secondsLeft(refusal: Pick<Circuit, 'refusesForMs'> | undefined, now: Milliseconds): number {
  return Math.ceil((refusal?.refusesForMs(now) ?? 0) / 1000);
}

/** What a policy did, as the `Asbuilt-Policy` header of HTTP says it. */
export function actOf(why: TcpFailure): string | undefined {
  switch (why) {
    case 'breaker-open':
      return 'breaker=open';
    case 'full':
      return 'connections=full';
    case 'timeout':
      return 'timeout';
    case 'fault':
      return 'fault';
    case 'not-up':
    case 'unreachable':
    case 'broken':
      return undefined;
  }
}
