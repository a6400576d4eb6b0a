import type { BreakerState } from '@asbuilt/core/mechanisms';
import type { BreakerPolicy, Milliseconds } from '@asbuilt/core/model';
import type { Logger } from '#telemetry/logger';
import { Circuit } from './circuit.ts';

/** The circuit breakers of an edge: one for each instance of the callee, since one that fails says nothing about the others. */
export class Circuits {
  readonly #policy: BreakerPolicy;
  readonly #log: Logger;
  readonly #byInstance = new Map<number, Circuit>();
  /** That of the first instance. */
  readonly first: Circuit;

  constructor(policy: BreakerPolicy, log: Logger) {
    this.#policy = policy;
    this.#log = log;
    this.first = new Circuit(policy, log);
    this.#byInstance.set(1, this.first);
  }

  /** That of an instance, by its number. */
  of(instance: number): Circuit {
    const known = this.#byInstance.get(instance);
    if (known !== undefined) return known;
    const circuit = new Circuit(this.#policy, this.#log.child({ instance }));
    this.#byInstance.set(instance, circuit);
    return circuit;
  }

  /** Open when calls are refused whichever instance they would go to, closed when all are, otherwise half-open. */
  state(now: Milliseconds): BreakerState['kind'] {
    let state: BreakerState['kind'] | undefined;
    for (const circuit of this.#byInstance.values()) {
      const kind = circuit.state(now);
      state = state === undefined || state === kind ? kind : 'half-open';
    }
    return state ?? 'closed';
  }
}
