/** One of those among whom calls are shared out, as the balancer sees it. */
export interface Loaded {
  /** Calls that it works on now. */
  readonly inFlight: number;
}

/**
 * Shares calls out among instances: each goes to the one with the fewest in flight ("least loaded"), and in turn among
 * those that are equal, so that idle instances are all kept warm and a slow one gets less.
 */
export class Balancer {
  #turn = 0;

  /**
   * The instance for the next call; `undefined` if none will do. Costs one look at each and allocates nothing.
   *
   * @param mayTake whether an instance will do, asked with `context`
   * @param loadOf what makes an instance busy; its calls in flight unless told
   */
  pick<I extends Loaded, C>(
    instances: readonly I[],
    mayTake: (instance: I, context: C) => boolean,
    context: C,
    loadOf: (instance: I) => number = inFlightOf,
  ): I | undefined {
    let best: I | undefined;
    let bestAt = 0;
    for (let step = 0; step < instances.length; step += 1) {
      const at = (this.#turn + step) % instances.length;
      const instance = instances[at];
      if (instance === undefined || (best !== undefined && loadOf(instance) >= loadOf(best))) continue;
      if (!mayTake(instance, context)) continue;
      best = instance;
      bestAt = at;
    }
    if (best !== undefined) this.#turn = bestAt + 1;
    return best;
  }
}

function inFlightOf({ inFlight }: Loaded): number {
  return inFlight;
}
