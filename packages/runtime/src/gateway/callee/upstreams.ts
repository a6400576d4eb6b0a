import type { EdgePlan } from '@asbuilt/core/derive';
import type { Connections } from '#http-client/connections';
import type { Instance, Instances } from '../instances.ts';
import { Upstream } from './upstream.ts';

/** The connections of an edge to the instances of its callee. */
export class Upstreams {
  readonly #plan: EdgePlan;
  readonly #byInstance = new Map<number, Upstream>();
  readonly #deaf: () => void;

  constructor(plan: EdgePlan, instances: Instances) {
    this.#plan = plan;
    this.#deaf = instances.onLeave(({ number, address }) => this.#byInstance.get(number)?.leave(address));
  }

  /** The connections to an instance. */
  at({ number, address }: Instance): Connections {
    const known = this.#byInstance.get(number);
    if (known !== undefined) return known.at(address);
    const upstream = new Upstream(this.#plan.timeoutMs);
    this.#byInstance.set(number, upstream);
    return upstream.at(address);
  }

  /** Ends all connections and what runs on them. */
  async close(): Promise<void> {
    this.#deaf();
    await Promise.all([...this.#byInstance.values()].map((upstream) => upstream.close()));
  }
}
