import { isTooSlow, type LeastRate } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Call } from './call.ts';
import { isWaitingForClient } from './deadline.ts';
import { fail } from './fail.ts';

/** Ten seconds, and a second more for each 500 bytes: a modem is faster. */
export const leastRate: LeastRate = { graceMs: 10_000, bytesPerSecond: 500 };
const lookEveryMs: Milliseconds = 1000;

interface Watched {
  waitedMs: Milliseconds;
  readonly sentBefore: number;
}

/** Looks every second whether a client sends or reads so slowly that it only means to keep a place taken. */
export class Pace {
  readonly #calls = new Map<Call, Watched>();
  readonly #least: LeastRate;
  readonly #timer: NodeJS.Timeout;

  constructor(least: LeastRate = leastRate, everyMs: Milliseconds = lookEveryMs) {
    this.#least = least;
    this.#timer = setInterval(() => this.#look(everyMs), everyMs);
    this.#timer.unref();
  }

  watch(call: Call): void {
    this.#calls.set(call, { waitedMs: 0, sentBefore: sentOn(call) });
  }

  /** Whether its client still reads what is left of the answer, a call that is over may have to be looked at. */
  leave(call: Call): void {
    const { response } = call;
    if (response.destroyed || response.writableFinished || response.writableLength === 0) this.#calls.delete(call);
  }

  /** Calls that are looked at. */
  get size(): number {
    return this.#calls.size;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#calls.clear();
  }

  #look(passedMs: Milliseconds): void {
    for (const [call, watched] of this.#calls) {
      if (call.phase === 'over') this.leave(call);
      if (!this.#calls.has(call) || !isWaitedFor(call)) continue;
      watched.waitedMs += passedMs;
      const bytes = call.phase === 'waiting' ? (call.body?.bytes ?? 0) : sentOn(call) - watched.sentBefore;
      if (isTooSlow(this.#least, watched.waitedMs, bytes)) this.#end(call);
    }
  }

  #end(call: Call): void {
    this.#calls.delete(call);
    const isReading = call.phase !== 'waiting';
    fail(call, { kind: 'refused', refusal: { kind: 'too-slow', bytesPerSecond: this.#least.bytesPerSecond } });
    // Who does not read will not read that either, and who does not send would keep the connection.
    if (isReading) call.response.destroy();
    else call.request.socket.destroySoon();
  }
}

function isWaitedFor(call: Call): boolean {
  return call.phase === 'over' ? call.response.writableLength > 0 : isWaitingForClient(call);
}

/** What has gone out on a call's connection. */
function sentOn({ request }: Call): number {
  return request.socket.bytesWritten - request.socket.writableLength;
}

/** The step that has the pace of a call's client looked at. */
export function watchPace(call: Call): 'next' {
  call.edge.entry?.pace.watch(call);
  return 'next';
}

/** The end step that goes with it. */
export function leavePace(call: Call): void {
  call.edge.entry?.pace.leave(call);
}
