import { type LeastRate, paceOf } from '@asbuilt/core/mechanisms';
import type { Bytes, Milliseconds } from '@asbuilt/core/model';
import type { Call, PaceWatch, Watched } from '../call.ts';
import { isWaitingForClient } from '../deadline.ts';
import { fail } from '../fail.ts';
import { type Patience, usualPatience } from '../patience.ts';

/**
 * Looks every second whether a client sends or reads so slowly that it only means to keep a place taken.
 *
 * Each call knows its place in the list. Going through a `Map` keyed by calls made calls outlive young garbage collections:
 * some 30 % of the processor time of an entry, and half as much memory again.
 */
export class Pace implements PaceWatch {
  readonly #calls: Call[] = [];
  readonly #least: LeastRate;
  readonly #timer: NodeJS.Timeout;

  constructor({ least, lookEveryMs }: Patience = usualPatience) {
    this.#least = least;
    this.#timer = setInterval(() => this.#look(lookEveryMs), lookEveryMs);
    this.#timer.unref();
  }

  watch(call: Call): void {
    call.pace = { place: this.#calls.length, waitedMs: 0, before: undefined };
    this.#calls.push(call);
  }

  /** Whether its client still reads what is left of the answer, a call that is over may have to be looked at. */
  leave(call: Call): void {
    const { response } = call;
    if (response.unreadBytes === 0) this.#forget(call);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#calls.length = 0;
  }

  #look(passedMs: Milliseconds): void {
    // From behind, since a call that is forgotten leaves its place to the last one, which has been looked at.
    for (let place = this.#calls.length - 1; place >= 0; place -= 1) {
      const call = this.#calls[place];
      if (call?.phase === 'over') this.leave(call);
      if (call?.pace !== undefined && isWaitedFor(call)) this.#judge(call, call.pace, passedMs);
    }
  }

  #forget(call: Call): void {
    const last = this.#calls.at(-1);
    if (call.pace === undefined || last?.pace === undefined) return;
    this.#calls[call.pace.place] = last;
    last.pace.place = call.pace.place;
    this.#calls.pop();
    call.pace = undefined;
  }

  #judge(call: Call, watched: Watched, passedMs: Milliseconds): void {
    const through = throughputOf(call);
    // Counting begins when a call is seen to be waited for: most are over by then.
    watched.before ??= through;
    watched.waitedMs += passedMs;
    const pace = paceOf(this.#least, watched.waitedMs, through - watched.before);
    if (pace === 'too-slow') this.#end(call);
    if (pace !== 'kept') return;
    watched.waitedMs = 0;
    watched.before = through;
  }

  #end(call: Call): void {
    this.#forget(call);
    const isReading = call.phase !== 'waiting';
    fail(call, { kind: 'refused', refusal: { kind: 'too-slow', bytesPerSecond: this.#least.bytesPerSecond } });
    // Who does not read will not read that either, and who does not send would keep the connection.
    if (isReading) call.response.destroy();
    else call.request.socket.destroySoon();
  }
}

function isWaitedFor(call: Call): boolean {
  return call.phase === 'over' ? call.response.unreadBytes > 0 : isWaitingForClient(call);
}

/** What has come of a call's body, and what has gone out on its connection. */
function throughputOf({ body, request }: Call): Bytes {
  return (body?.bytes ?? 0) + request.socket.bytesWritten - request.socket.writableLength;
}

/** The step that has the pace of a call's client looked at. */
export function watchPace(call: Call): 'next' {
  call.edge.pace?.watch(call);
  return 'next';
}

/** The end step that goes with it. */
export function leavePace(call: Call): void {
  call.edge.pace?.leave(call);
}
