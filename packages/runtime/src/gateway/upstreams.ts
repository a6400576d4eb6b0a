import type { EdgePlan } from '@asbuilt/core/derive';
import type { Pool } from 'undici';
import type { Logger } from '#telemetry/logger';
import type { Instance, Instances } from './instances.ts';
import { Upstream } from './upstream.ts';

/** The connections of an edge to the instances of its callee. */
export class Upstreams {
  readonly #plan: EdgePlan;
  readonly #log: Logger;
  readonly #byInstance = new Map<number, Upstream>();
  readonly #deaf: () => void;

  constructor(plan: EdgePlan, instances: Instances, log: Logger) {
    this.#plan = plan;
    this.#log = log;
    this.#deaf = instances.onLeave(({ number, address }) => this.#byInstance.get(number)?.leave(address));
  }

  /** The pool for an instance. */
  at({ number, address }: Instance): Pool {
    const known = this.#byInstance.get(number);
    if (known !== undefined) return known.at(address);
    const upstream = new Upstream(this.#plan.timeoutMs, this.#log);
    this.#byInstance.set(number, upstream);
    return upstream.at(address);
  }

  /** Ends all connections and what runs on them. */
  async close(): Promise<void> {
    this.#deaf();
    await Promise.all([...this.#byInstance.values()].map((upstream) => upstream.close()));
  }
}
