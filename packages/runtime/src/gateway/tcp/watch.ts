import type { EdgePlan } from '@asbuilt/core/derive';
import type { Bulkhead } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Circuit } from '../circuit.ts';
import { Circuits } from '../circuits.ts';
import type { Instance } from '../instances.ts';
import type { Instruments } from '../instruments.ts';
import { observedWords } from '../observing.ts';

/** A TCP edge, and what its policies would do where it only watches. */
export interface TcpEdge extends Instruments {
  readonly watch?: Watch;
}

/** The breaker of an instance, or the one that only watches; absent where none is stated. */
export function circuitOf({ circuits, watch }: TcpEdge, instance: Instance): Circuit | undefined {
  return circuits?.of(instance) ?? watch?.of(instance);
}

/** What the policies of a TCP edge would do that only watches. Each instance is judged by a breaker of its own. */
export class Watch {
  readonly #plan: EdgePlan;
  readonly #edge: Instruments;
  readonly #circuits: Circuits | undefined;
  readonly #connections: Bulkhead | undefined;

  /** @param connections those that the callee accepts, which edges that keep their policies take */
  constructor(stated: EdgePlan, edge: Instruments, connections: Bulkhead | undefined) {
    const { instances, log } = edge;
    this.#plan = stated;
    this.#edge = edge;
    this.#circuits =
      stated.breaker && new Circuits(stated.breaker, log.child({ observed: true }), instances, observedWords);
    this.#connections = connections;
  }

  get timeoutMs(): Milliseconds | undefined {
    return this.#plan.timeoutMs;
  }

  of(instance: Instance): Circuit | undefined {
    return this.#circuits?.of(instance);
  }

  /** Notes what a policy would have done; answers how that is written. */
  note(act: 'breaker-open' | 'full' | 'next-instance' | 'retry' | 'timeout'): string {
    const policy = `would=${act}`;
    this.#edge.meter.act(policy);
    return policy;
  }

  /** One more client has come. */
  noteClient(): void {
    if (this.#connections === undefined) return;
    const { places, taken } = this.#connections;
    if (taken + this.#edge.meter.connections > places) this.note('full');
  }

  /** The callee could not be reached. @param hasOther whether there is another instance to try */
  noteUnreachable(hasOther: boolean): void {
    if (this.#plan.nextInstance === true && hasOther) this.note('next-instance');
    else if (this.#plan.retry !== undefined) this.note('retry');
  }
}
