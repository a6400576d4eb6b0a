import { type Deadline, noDeadline, refused, type Ticket, type TimerHandle } from '@asbuilt/core/mechanisms';
import type { Bytes, Milliseconds } from '@asbuilt/core/model';
import type { AnswerCache } from '#http-cache/answer-cache';
import type { Forward } from '#http-cache/cache-status';
import type { IncomingRequest } from '#http-server/incoming-request';
import { OutgoingAnswer } from '#http-server/outgoing-answer';
import type { TokenTrouble } from '#identity/identities';
import type { Identity } from '#identity/identity';
import type { Deadlines } from '#values/deadlines';
import type { CallSpan } from './call-span.ts';
import type { RequestBody } from './callee/request-body.ts';
import type { Upstreams } from './callee/upstreams.ts';
import type { Verdict } from './circuit.ts';
import type { Entry } from './entry/entry.ts';
import type { Failure } from './failure.ts';
import { type RequestHeaders, sortHeaders } from './headers/request-headers.ts';
import type { Instance } from './instances.ts';
import type { Instruments } from './instruments.ts';
import type { WebSocketFollower } from './web-socket/web-socket.ts';

/**
 * One thing that happens to a call. `next`: go on with the following step. `held`: the step has ended the call, or goes
 * on later by itself.
 */
export type Step = (call: Call) => 'next' | 'held';

/** One thing that happens when a call is over. */
export type EndStep = (call: Call, verdict: Verdict) => void;

/** An HTTP edge, as the steps see it. */
export interface HttpEdge extends Instruments {
  readonly upstreams: Upstreams;
  /** What happens once a call, then once an attempt. */
  readonly steps: readonly Step[];
  /** Where in `steps` an attempt begins. */
  readonly attemptFrom: number;
  readonly onEnd: readonly EndStep[];
  /** Those of a call that no client made, which is not told of. */
  readonly onQuietEnd: readonly EndStep[];
  /** Of its calls. */
  readonly deadlines: Deadlines<Call>;
  /** Absent where the plan states no caches. */
  readonly cache: AnswerCache | undefined;
  /** WebSockets that pass through it. */
  readonly webSockets: Set<WebSocketFollower>;
  /** Present on an edge that only watches what its policies would do. */
  readonly observing: Observer | undefined;
  /** Absent where calls come from inside of the system. */
  readonly entry: Entry | undefined;
  /** Looks whether clients are too slow; absent as above. */
  readonly pace: PaceWatch | undefined;
  /** Whether it takes no more connections, so that those it has had better go elsewhere. */
  isClosing: boolean;
  /** Calls whose answers have no end by nature: nobody can wait for them. */
  readonly endless: Set<Call>;
}

/** What looks at calls whose clients may be slow. */
export interface PaceWatch {
  watch(call: Call): void;
  /** Looks no more at a call that is over, unless its client still has to read. */
  leave(call: Call): void;
  close(): void;
}

/** How far it has got with a call that it looks at. */
export interface Watched {
  /** Where the call stands among those that are looked at. */
  place: number;
  waitedMs: Milliseconds;
  /** What had gone through when counting began; absent until it does. */
  before: Bytes | undefined;
}

/** What judges calls by policies that do nothing. */
export interface Observer {
  begin(call: Call): void;
  /** It is known how the callee did; the first verdict counts. */
  judge(call: Call, verdict: Verdict, now: Milliseconds): void;
  end(call: Call, verdict: Verdict): void;
}

/** The attempt that is under way: something that can be ended. */
export interface RunningAttempt {
  /** Ends the call to the callee; nothing that still comes from there counts. */
  drop(): void;
  /** Reads on after the client's buffer was full. */
  resume(): void;
}

/** Something that sees the answer of a call before its client does. */
export interface AnswerTap {
  /** Whether the rest is wanted even if the client is slow, or has left. */
  readonly isWanted?: boolean;
  /** The head has come: the headers to pass on, or `taken` if the client was answered otherwise. */
  begin(status: number, raw: readonly string[]): readonly string[] | 'taken';
  /** The chunk is lent: whoever keeps it makes a copy before this returns. */
  data?(chunk: Buffer): void;
  /** All of the answer has come, and this stands behind its body: name, value, name, value … */
  end?(trailers: readonly string[]): void;
  /** There will be none: `true` if the client was answered otherwise. */
  rescue?(failure: Failure): boolean;
  /** The call is over, however it ended. */
  over?(): void;
}

/** The answer of a call, which knows its call. */
export class EdgeAnswer extends OutgoingAnswer {
  call: Call | undefined = undefined;
}

/** One request of a client on its way through the edge. */
export class Call {
  readonly edge: HttpEdge;
  readonly request: IncomingRequest;
  readonly response: EdgeAnswer;
  readonly method: string;
  readonly headers: RequestHeaders;
  readonly startedAt: Milliseconds;
  /** What the client upgrades to, and what it sent already in that protocol. */
  readonly upgrade: { readonly protocol: string; readonly head: Buffer } | undefined;
  /** `waiting` until the client sees anything of an answer, `answering` until all of it was passed on. */
  phase: 'waiting' | 'answering' | 'over' = 'waiting';
  body: RequestBody | undefined = undefined;
  /** What the client was answered; 499 while it was not, which is what stands for a client that left (as in nginx). */
  status = 499;
  requestId = '';
  traceId = '';
  /** Whether somebody keeps the trace. */
  isSampled = false;
  /** The `traceparent` for the callee; an attempt has its own where the trace is kept here. */
  traceparent = '';
  /** Tells the client in which trace its call was. */
  traceresponse = '';
  /** Absent where nobody here keeps the trace. */
  span: CallSpan | undefined = undefined;
  /** Whether the client's trace goes on, so that its `tracestate` is worth something. */
  continuesTrace = false;
  /** Whether the client sends the body only once it is told to go on (`Expect: 100-continue`), and was not told yet. */
  awaitsContinue = false;
  deadline: Deadline = noDeadline;
  /** Whether it is the caller who has no longer, and not the edge's own timeout. */
  isCallersDeadline = false;
  /** 0 while no timer watches it. */
  deadlineTimer: TimerHandle = 0;
  /** Of a pause before a retry, or of a latency fault. */
  pauseTimer: NodeJS.Timeout | undefined = undefined;
  /** Absent while nobody looks at its client's pace. */
  pace: Watched | undefined = undefined;
  /** Whether it has one of the callee's places. */
  hasPlace = false;
  ticket: Ticket = refused;
  /** The leave that the breaker of an edge that only watches would have given. */
  foreseen: Ticket = refused;
  /** To whom the attempt that is under way is made. */
  instance: Instance | undefined = undefined;
  /** Whether it is known how that ended. */
  judged = false;
  /** Instances that failed the call. */
  tried: Instance[] | undefined = undefined;
  attempt: RunningAttempt | undefined = undefined;
  tap: AnswerTap | undefined = undefined;
  /** The conditions that the callee is asked with instead of the client's: name, value, name, value … */
  validators: readonly string[] | undefined = undefined;
  /** Why the caches passed it on, each of them, where it waited for another one's answer; absent where it did not. */
  collapsed: readonly Forward[] | undefined = undefined;
  /** Whether the client is gone, and others wait for the answer. */
  left = false;
  /** Whether a drill makes it, or somebody on behalf of one. */
  isDrill = false;
  /** Whether no client made it. */
  isQuiet = false;
  retries = 0;
  /** Attempts that met a connection which the callee was just closing. */
  replays = 0;
  /** Who makes it, as far as that is known. */
  identity: Identity | undefined = undefined;
  /** Why nobody is known to make it, though it has a token. */
  tokenTrouble: TokenTrouble | undefined = undefined;
  /** What the edge's policies did, apart from retries: `breaker=open`. */
  readonly policies: string[] = [];
  /** What the edge adds to whatever answer there will be: name, value, name, value … */
  added: string[] | undefined = undefined;
  /** Why the callee did not answer it, if so: the last failure. */
  failure: Failure | undefined = undefined;
  bytesToCaller = 0;
  /** When an answer without an end began; absent for any other. That is what the service took to answer. */
  beganAt: Milliseconds | undefined = undefined;
  /** When it was over. */
  endedAt: Milliseconds = 0;
  /** When the steps began that are being taken: what they take themselves is no time that counts. */
  stepsAt: Milliseconds;
  /** The step that comes next. */
  nextStep = 0;

  constructor(edge: HttpEdge, request: IncomingRequest, response: EdgeAnswer, upgrade?: Call['upgrade']) {
    this.edge = edge;
    this.request = request;
    this.response = response;
    this.method = request.method;
    this.headers = sortHeaders(request.raw, edge.entry?.beliefsOf(request.socket));
    this.upgrade = upgrade;
    this.startedAt = edge.options.now();
    this.stepsAt = this.startedAt;
  }
}

/** Takes the steps that are left, until one holds the call. */
export function proceed(call: Call): void {
  const { steps, options } = call.edge;
  if (call.nextStep > 0) call.stepsAt = options.now();
  for (let step = steps[call.nextStep]; step !== undefined; step = steps[call.nextStep]) {
    call.nextStep += 1;
    if (step(call) === 'held') return;
  }
}

/** Makes another attempt. */
export function attemptAgain(call: Call): void {
  call.nextStep = call.edge.attemptFrom;
  proceed(call);
}

/** Ends a call. What comes after that for the same call has no effect. */
export function finish(call: Call, verdict: Verdict): void {
  if (call.phase === 'over') return;
  call.phase = 'over';
  call.endedAt = call.edge.options.now();
  if (call.beganAt !== undefined) call.edge.endless.delete(call);
  for (const step of call.isQuiet ? call.edge.onQuietEnd : call.edge.onEnd) step(call, verdict);
  call.tap?.over?.();
}

/** Adds a header to whatever answer there will be. */
export function addHeader(call: Call, name: string, value: string): void {
  if (call.added === undefined) call.added = [name, value];
  else call.added.push(name, value);
}

/** Adds to a header that is a list, and makes it where there is none yet. */
export function addToList(call: Call, name: string, value: string): void {
  const { added } = call;
  const place = added?.indexOf(name) ?? -1;
  if (added === undefined || place === -1) addHeader(call, name, value);
  else added[place + 1] = `${added[place + 1]}, ${value}`;
}

/**
 * Tells a client that keeps its connection open to use another one next time: when the edge is closing, and where nobody
 * can tell whether the client still sends a body that it was not asked for. To be called before its answer begins.
 */
export function partIfClosing({ awaitsContinue, edge, response }: Call): void {
  if (edge.isClosing || awaitsContinue) response.shouldKeepAlive = false;
}

/** Tells a client that waits for that to send the body: nothing stands in its way to the callee any more. */
export function askForBody(call: Call): void {
  if (!call.awaitsContinue) return;
  call.awaitsContinue = false;
  call.response.writeContinue();
}

/** Notes what a policy did. */
export function notePolicy(call: Call, act: string): void {
  call.policies.push(act);
}

/** What the edge's policies did to a call, as the `Asbuilt-Policy` header says it: `retry=1, breaker=open`; '' if nothing. */
export function policyOf(call: Call): string {
  if (call.retries === 0) return call.policies.join(', ');
  return [`retry=${call.retries}`, ...call.policies].join(', ');
}
