import type { BreakerState } from '@asbuilt/core/mechanisms';
import type { BreakerPolicy, Milliseconds } from '@asbuilt/core/model';
import type { Logger } from '#telemetry/logger';
import { Circuit, type CircuitWords } from './circuit.ts';
import type { Instance, Instances } from './instances.ts';

/**
 * The circuit breakers of an edge: one for each instance of the callee, since one that fails says nothing about the others,
 * nor about the one that is started in its place. That of an instance goes with it.
 */
export class Circuits {
  readonly #policy: BreakerPolicy;
  readonly #log: Logger;
  readonly #instances: Instances;
  readonly #words: CircuitWords | undefined;
  readonly #byInstance = new WeakMap<Instance, Circuit>();

  /** @param words how changes are told; as usual where absent */
  constructor(policy: BreakerPolicy, log: Logger, instances: Instances, words?: CircuitWords) {
    this.#policy = policy;
    this.#log = log;
    this.#instances = instances;
    this.#words = words;
  }

  of(instance: Instance): Circuit {
    const known = this.#byInstance.get(instance);
    if (known !== undefined) return known;
    const { number } = instance;
    // Of several, one that is refused leaves its calls to the others: the log says which one.
    const isAlone = number === 1 && this.#instances.list.length < 2;
    const circuit = new Circuit(this.#policy, isAlone ? this.#log : this.#log.child({ instance: number }), this.#words);
    this.#byInstance.set(instance, circuit);
    return circuit;
  }

  /** How long calls are refused from now on, whichever instance they would go to. */
  refusesForMs(now: Milliseconds): Milliseconds {
    const each = this.#instances.list.map((instance) => this.of(instance).refusesForMs(now));
    return each.length === 0 ? 0 : Math.min(...each);
  }

  /** Open when calls are refused whichever instance they would go to, closed when all are, otherwise half-open. */
  state(now: Milliseconds): BreakerState['kind'] {
    let state: BreakerState['kind'] | undefined;
    for (const instance of this.#instances.list) {
      const kind = this.#byInstance.get(instance)?.state(now) ?? 'closed';
      state = state === undefined || state === kind ? kind : 'half-open';
    }
    return state ?? 'closed';
  }
}
