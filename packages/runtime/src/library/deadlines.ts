import { type Deadline, type TimerHandle, TimerWheel } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';

/** What is given up when its time is up. */
export interface Expiring {
  giveUp(): void;
}

const tickMs: Milliseconds = 10;

/** The deadlines of all calls of a program: one timer, which runs while there are any. */
export class Deadlines {
  readonly #wheel = new TimerWheel<Expiring>(tickMs);
  readonly #now: () => Milliseconds;
  #isTurning = false;

  constructor(now: () => Milliseconds) {
    this.#now = now;
  }

  /** A call is given up at its deadline, at most some 10 ms late, and never before. */
  arm(call: Expiring, deadline: Deadline, now: Milliseconds): TimerHandle {
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
    this.#wheel.turn(this.#now(), giveUp);
    this.#isTurning = false;
    if (this.#wheel.armed > 0) this.#turnLater();
  };
}

function giveUp(call: Expiring): void {
  call.giveUp();
}
