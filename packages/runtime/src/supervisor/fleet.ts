import type { StandIn } from '@asbuilt/core/derive';
import type { Milliseconds } from '@asbuilt/core/model';
import type { InstanceSet } from '#gateway/instances';
import { messageOf } from '#values/message-of';
import type { Start } from './run.ts';
import type { InstanceStatus, ServiceStatus } from './status.ts';
import { Supervision, type SupervisionEvents } from './supervise.ts';
import type { Supervised } from './supervised.ts';

/** How a service is run here. */
export interface FleetOptions {
  readonly name: string;
  readonly begin: Start;
  /** Where its edges find those that may be called. */
  readonly callees: InstanceSet;
  /** How many instances are started: 1 or more. */
  readonly instances: number;
  /** Whether it may ever have more than one at a time: not, if it listens on one fixed port or keeps its data for itself. */
  readonly maySeveral: boolean;
  /** Whether sentences tell one from the other. */
  readonly isNumbered: boolean;
  /** What it is where it stands in for a service that is not bound. */
  readonly standIn?: StandIn['kind'];
  /** How long the calls of an instance that is stopped may take to end. */
  readonly drainMs: Milliseconds;
  readonly events: (instance: number) => SupervisionEvents;
}

/** The instances of a service that runs here: as many as are wanted, each of which is looked after. */
export class Fleet implements Supervised {
  readonly name: string;
  readonly #options: FleetOptions;
  /** By their numbers. */
  #members: readonly Supervision[] = [];
  /** Those that are on their way in or out, too. */
  readonly #alive = new Set<Supervision>();
  #work: Promise<unknown> = Promise.resolve();
  #isStopping = false;

  constructor(options: FleetOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** Whether it is being ended for good. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** How many there are, or are about to be. */
  get size(): number {
    return this.#members.length;
  }

  get members(): readonly Supervision[] {
    return this.#members;
  }

  status(): ServiceStatus {
    const instances = [...this.#alive].map((member) => member.status()).toSorted((a, b) => a.number - b.number);
    const best = instances.find(({ state }) => state === 'healthy') ?? instances[0];
    return {
      name: this.name,
      state: stateOf(best),
      ...(this.#options.standIn && { standIn: this.#options.standIn }),
      ...(best?.pid !== undefined && { pid: best.pid }),
      ...(best?.address !== undefined && { address: best.address }),
      restarts: instances.reduce((sum, { restarts }) => sum + restarts, 0),
      since: best?.since ?? new Date().toISOString(),
      instances,
    };
  }

  /** The first one alone, which may have things to prepare that the others find done. */
  async start(): Promise<void> {
    await this.#add(1);
    const others = Array.from({ length: this.#options.instances - 1 }, (_, index) => this.#add(index + 2));
    await Promise.all(others);
  }

  restart(): Promise<void> {
    return this.#alone(async () => {
      for (const member of this.#members) await this.#replace(member);
    });
  }

  /** Adds or takes away instances, one after the other, until there are as many. Rejects when one does not come up. */
  scaleTo(instances: number): Promise<void> {
    return this.#alone(async () => {
      while (this.size < instances && !this.#isStopping) await this.#addNext();
      while (this.size > instances && !this.#isStopping) await this.#removeLast();
    });
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all([...this.#alive].map((member) => member.stop(this.#options.drainMs)));
  }

  async #addNext(): Promise<void> {
    const taken = new Set(this.#members.map(({ number }) => number));
    let number = 1;
    while (taken.has(number)) number += 1;
    try {
      await this.#add(number);
    } catch (error) {
      const failed = this.#members.filter((member) => member.number === number);
      this.#members = this.#members.filter((member) => member.number !== number);
      for (const member of failed) this.#alive.delete(member);
      throw error;
    }
  }

  async #removeLast(): Promise<void> {
    const last = this.#members.at(-1);
    if (last === undefined) return;
    this.#members = this.#members.slice(0, -1);
    await this.#retire(last);
  }

  async #replace(old: Supervision): Promise<void> {
    if (this.#isStopping) return;
    const restarts = old.status().restarts + 1;
    // What cannot be there twice is away for a while.
    if (!this.#options.maySeveral) return this.#startAgain(old, restarts);
    const fresh = this.#supervise(old.number, restarts);
    try {
      await fresh.start();
    } catch (error) {
      this.#alive.delete(fresh);
      throw new Error(`${old.name} goes on as it was, since its successor did not come up: ${messageOf(error)}`, {
        cause: error,
      });
    }
    this.#members = this.#members.map((member) => (member === old ? fresh : member));
    await this.#retire(old, `The old ${old.name}`);
  }

  async #startAgain(old: Supervision, restarts: number): Promise<void> {
    await this.#retire(old);
    const fresh = this.#supervise(old.number, restarts);
    this.#members = this.#members.map((member) => (member === old ? fresh : member));
    await fresh.start();
  }

  async #retire(member: Supervision, shown = member.name): Promise<void> {
    await member.stop(this.#options.drainMs, shown);
    this.#alive.delete(member);
  }

  async #add(number: number): Promise<void> {
    const member = this.#supervise(number, 0);
    this.#members = [...this.#members, member].toSorted((a, b) => a.number - b.number);
    await member.start();
  }

  /** @throws {Error} once it is being ended: whoever was on the way to start another one has come too late */
  #supervise(number: number, restarts: number): Supervision {
    if (this.#isStopping) throw new Error(`${this.name} is being stopped`);
    const { begin, callees, events, isNumbered } = this.#options;
    const name = isNumbered ? `${this.name}#${number}` : this.name;
    const member = new Supervision({ name, number, restarts, instances: callees }, begin, events(number));
    this.#alive.add(member);
    return member;
  }

  /** One change after the other. */
  #alone(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }
}

/** As well as the best of them; one that is just not called lives all the same. */
function stateOf(best: InstanceStatus | undefined): ServiceStatus['state'] {
  if (best === undefined) return 'stopped';
  return best.state === 'unready' || best.state === 'draining' ? 'healthy' : best.state;
}
