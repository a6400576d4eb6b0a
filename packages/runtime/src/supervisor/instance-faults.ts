import type { Milliseconds } from '@asbuilt/core/model';
import type { InstanceEffect, InstanceFault } from '#faults/fault';
import { longestMs } from '#faults/require-valid';
import type { Freeze } from './freeze.ts';
import type { Supervision } from './supervise.ts';

/** What faults on instances need. */
export interface InstanceFaultOptions {
  /** A number that no fault has. */
  readonly newId: () => number;
  readonly now: () => Milliseconds;
  /** Is told one sentence about what is done to whom. */
  readonly say: (sentence: string) => void;
}

/** What is to be done to an instance; a time only where that lasts. */
export type Harm =
  | { readonly effect: Extract<InstanceEffect, { kind: 'stop' }>; readonly forMs: Milliseconds }
  | { readonly effect: Extract<InstanceEffect, { kind: 'kill' }> };

interface Standstill {
  readonly fault: InstanceFault;
  readonly frozen: Freeze;
  end(): void;
}

/** The faults on instances. Whatever happens to this process, none outlives it. */
export class InstanceFaults {
  readonly #options: InstanceFaultOptions;
  readonly #standstills = new Map<number, Standstill>();

  constructor(options: InstanceFaultOptions) {
    this.#options = options;
  }

  /**
   * Does it to an instance.
   *
   * @throws {RangeError} for a time out of range, and an `Error` when the instance has no processes now
   */
  async add(service: string, member: Supervision, harm: Harm): Promise<InstanceFault> {
    const { newId, now, say } = this.#options;
    const named = { service, instance: member.number };
    if (!('forMs' in harm)) {
      await member.kill();
      say(`${member.name} is killed by a fault`);
      return { id: newId(), ...named, effect: harm.effect, endsAtMs: now() };
    }
    requireTime(harm.forMs);
    const frozen = await member.freeze();
    const fault = { id: newId(), ...named, effect: harm.effect, endsAtMs: now() + harm.forMs };
    this.#keep({ fault, frozen, name: member.name, forMs: harm.forMs });
    return fault;
  }

  /** Those of now. */
  list(): readonly InstanceFault[] {
    return [...this.#standstills.values()].filter(({ frozen }) => !frozen.isOver).map(({ fault }) => fault);
  }

  /** Ends a fault before its time. `false` if there is none with that id (any more). */
  remove(id: number): boolean {
    const standstill = this.#standstills.get(id);
    if (standstill === undefined || standstill.frozen.isOver) return false;
    standstill.end();
    return true;
  }

  /** Ends all of them. */
  clear(): void {
    for (const standstill of this.#standstills.values()) standstill.end();
  }

  #keep({ fault, frozen, name, forMs }: Pick<Standstill, 'fault' | 'frozen'> & { name: string; forMs: number }): void {
    const { say } = this.#options;
    const end = (): void => {
      clearTimeout(timer);
      this.#standstills.delete(fault.id);
      // It was stopped for good, or has died, and the fault with it.
      if (frozen.isOver) return;
      frozen.end();
      say(`${name} goes on: the fault is over`);
    };
    const timer = setTimeout(end, forMs);
    this.#standstills.set(fault.id, { fault, frozen, end });
    say(`${name} stands still by a fault, for ${forMs / 1_000} s`);
  }
}

function requireTime(ms: Milliseconds): void {
  if (ms > 0 && ms <= longestMs) return;
  throw new RangeError(`A fault must end in the future, within ${longestMs} ms, and not after ${ms} ms.`);
}
