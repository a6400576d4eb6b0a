import { Balancer, OutlierDetector, type Suspect } from '@asbuilt/core/mechanisms';
import type { Milliseconds, OutlierPolicy } from '@asbuilt/core/model';
import type { Address } from './address.ts';

/** One running instance of a callee. All edges to it share what is known about it. */
export interface Instance {
  /** 1 or more; an instance that is started anew keeps it. */
  readonly number: number;
  readonly address: Address;
  /** Calls that it works on now, whichever edge they come from. */
  inFlight: number;
  /** Connections over TCP edges that stand to it, or are to: what comes over them may be asked at any time. */
  connections: number;
  /** Absent where nobody is ever left out. */
  readonly suspect: Suspect | undefined;
  /** Whether it is being ended, as soon as it works on nothing. */
  isDraining: boolean;
  /** Who is told of that. */
  readonly onDrain: Set<() => void>;
}

/** The instances of a callee that may be called. */
export interface Instances {
  readonly list: readonly Instance[];
  readonly balancer: Balancer;
  /** Absent where nobody is ever left out. */
  readonly outliers: OutlierDetector | undefined;
  /** Calls `listener` with each instance that is no longer to be called, until the answer is called. */
  onLeave(listener: (instance: Instance) => void): () => void;
}

const pollMs: Milliseconds = 20;

/** The instances of a service that runs here: they come and go. */
export class InstanceSet implements Instances {
  readonly balancer: Balancer = new Balancer();
  readonly outliers: OutlierDetector | undefined;
  readonly #listeners = new Set<(instance: Instance) => void>();
  #list: readonly Instance[] = [];

  constructor(policy?: OutlierPolicy) {
    this.outliers = policy && new OutlierDetector(policy);
  }

  get list(): readonly Instance[] {
    return this.#list;
  }

  /** From now on it gets calls. */
  add(number: number, address: Address): Instance {
    const instance = newInstance(number, address, this.outliers?.join());
    this.#list = [...this.#list, instance];
    return instance;
  }

  /** From now on it gets no more calls; those that it has go on. Does nothing for one that left before. */
  remove(instance: Instance): void {
    if (!this.#list.includes(instance)) return;
    this.#list = this.#list.filter((other) => other !== instance);
    if (instance.suspect !== undefined) this.outliers?.leave(instance.suspect);
    for (const listener of this.#listeners) listener(instance);
  }

  onLeave(listener: (instance: Instance) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function newInstance(number: number, address: Address, suspect?: Suspect): Instance {
  return { number, address, inFlight: 0, connections: 0, suspect, isDraining: false, onDrain: new Set() };
}

/** Ends what would go on by itself, and waits until an instance works on no call any more: whether that was so in time. */
export async function isDrained(instance: Instance, withinMs: Milliseconds): Promise<boolean> {
  instance.isDraining = true;
  for (const tell of instance.onDrain) tell();
  const deadline = performance.now() + withinMs;
  while (instance.inFlight > 0) {
    if (performance.now() >= deadline) return false;
    await new Promise((settle) => setTimeout(settle, pollMs));
  }
  return true;
}

/** Where the next connection goes, of a protocol whose calls are not told apart; `undefined` while no instance is up. */
export function nextAddress({ balancer, list }: Instances): Address | undefined {
  return balancer.pick(list, isAny, undefined)?.address;
}

function isAny(): boolean {
  return true;
}

/** A callee that is one, and may move or not be up. */
export class OnlyInstance implements Instances {
  readonly balancer: Balancer = new Balancer();
  readonly outliers = undefined;
  readonly #target: () => Address | undefined;
  #list: readonly Instance[] = [];

  constructor(target: () => Address | undefined) {
    this.#target = target;
  }

  get list(): readonly Instance[] {
    const address = this.#target();
    const [last] = this.#list;
    if (address === undefined) return none;
    if (last === undefined || last.address.host !== address.host || last.address.port !== address.port) {
      this.#list = [newInstance(1, address)];
    }
    return this.#list;
  }

  onLeave(): () => void {
    return () => undefined;
  }
}

const none: readonly Instance[] = [];
