import type { Socket } from 'node:net';
import type { Bytes, Milliseconds } from '@asbuilt/core/model';
import type { IncomingRequest } from './incoming-request.ts';
import type { Carrier, OutgoingAnswer } from './outgoing-answer.ts';
import type { Unusual } from './unusual.ts';

/** Why what came over a connection is no request, or none that is taken. */
export type Unreadable = 'malformed' | 'head-too-large' | 'asks-for-tunnel' | 'unknown-expectation' | 'too-slow';

/** Who is told what comes over the connections of a server. */
export interface ServerEvents<Answer extends OutgoingAnswer> {
  /** Makes what a request is answered with. */
  readonly answerTo: (request: IncomingRequest, carrier: Carrier, shouldKeepAlive: boolean) => Answer;
  readonly request: (request: IncomingRequest, answer: Answer, unusual: Unusual | undefined) => void;
  /** The connection of the answer given last has closed. */
  readonly left: (answer: Answer) => void;
  /** The client has read what was sent, so that more may be. */
  readonly drained: (answer: Answer) => void;
  /** The rest of the request's body cannot be read; the connection is closed after that. */
  readonly broken: (answer: Answer) => void;
  /** Is to end the connection. */
  readonly unreadable: (socket: Socket, why: Unreadable) => void;
}

/** How connections are treated. */
export interface ConnectionLimits {
  readonly mostHeadBytes: Bytes;
  /** How long the head of a request may take to come. */
  readonly headWithinMs: Milliseconds;
  /** How long a connection is kept between two requests. */
  readonly keepAliveMs: Milliseconds;
}
