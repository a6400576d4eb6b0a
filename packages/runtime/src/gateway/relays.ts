import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Milliseconds } from '@asbuilt/core/model';
import type { EdgeMeter } from '#telemetry/edge-meter';
import { Relay, type RelayOptions } from './relay.ts';

const countEveryMs: Milliseconds = 1000;

/** The relays of one edge: counts their bytes every second, since they may stay open for days. */
export class Relays {
  readonly #running = new Set<Relay>();
  readonly #meter: EdgeMeter;
  readonly #timer: NodeJS.Timeout;

  constructor(meter: EdgeMeter) {
    this.#meter = meter;
    this.#timer = setInterval(() => this.#countAll(), countEveryMs);
    this.#timer.unref();
  }

  /** Joins two connections until either breaks. */
  join(client: Socket, callee: Duplex, options: RelayOptions): Relay {
    const relay = new Relay(client, callee, options, (closed) => {
      this.#running.delete(closed);
      this.#count(closed);
    });
    this.#running.add(relay);
    return relay;
  }

  [Symbol.iterator](): Iterator<Relay> {
    return this.#running.values();
  }

  /** Breaks all of them off and counts no more. */
  close(): void {
    clearInterval(this.#timer);
    for (const relay of this.#running) relay.reset();
  }

  #countAll(): void {
    for (const relay of this.#running) this.#count(relay);
  }

  #count(relay: Relay): void {
    const bytes = relay.takeBytes();
    this.#meter.bytesToCallee += bytes.toCallee;
    this.#meter.bytesToCaller += bytes.toCaller;
  }
}
