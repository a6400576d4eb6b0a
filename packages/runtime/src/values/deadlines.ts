import { type Deadline, type TimerHandle, TimerWheel } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';

const tickMs: Milliseconds = 10;

/** The deadlines of many calls: one timer, which runs while there are any. */
export class Deadlines<Call> {
  readonly #wheel = new TimerWheel<Call>(tickMs);
  readonly #giveUp: (call: Call) => void;
  readonly #now: () => Milliseconds;
  #isTurning = false;

  constructor(now: () => Milliseconds, giveUp: (call: Call) => void) {
    this.#now = now;
    this.#giveUp = giveUp;
  }

  /** A call is given up at its deadline, at most some 10 ms late, and never before. */
  arm(call: Call, deadline: Deadline, now: Milliseconds): TimerHandle {
    if (!this.#isTurning) this.#turnLater();
    return this.#wheel.arm(call, deadline, now);
  }

  disarm(handle: TimerHandle): void {
    this.#wheel.disarm(handle);
  }

  #turnLater(): void {
    this.#isTurning = true;
    setTimeout(this.#turn, tickMs);
  }

  readonly #turn = (): void => {
    this.#wheel.turn(this.#now(), this.#giveUp);
    this.#isTurning = false;
    if (this.#wheel.armed > 0) this.#turnLater();
  };
}
