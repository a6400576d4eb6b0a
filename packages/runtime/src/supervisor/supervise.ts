import { setTimeout as pause } from 'node:timers/promises';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Address } from '#gateway/address';
import { type Instance, type InstanceSet, isDrained } from '#gateway/instances';
import { messageOf } from '#values/message-of';
import { nextRestart, type Restart } from './backoff.ts';
import { describeEnding } from './ending.ts';
import { type Freeze, freeze } from './freeze.ts';
import type { OutputStream } from './launch.ts';
import { familyGroups } from './process-family.ts';
import { signalGroup } from './process-group.ts';
import type { GroupUsage } from './process-usage.ts';
import type { Run, Start, Starting } from './run.ts';
import { shownAddress } from './shown-address.ts';
import type { InstanceState, InstanceStatus } from './status.ts';

/** What a supervised service tells. */
export interface SupervisionEvents {
  /** One sentence about it, beginning with its name. */
  say(sentence: string): void;
  line(text: string, stream: OutputStream): void;
  /** A process of it ended by itself: `exited with code 1`. */
  died(how: string): void;
  /** Its status is another one now. */
  changed(): void;
  /** A process of it was started, the leader of its own group. */
  started(pid: number): Promise<void>;
  /** That group has no processes any more. */
  ended(pid: number): void;
}

/** Which instance of which service is supervised. */
export interface Supervisee {
  /** As sentences name it: `API`, or `API#2` where there may be several. */
  readonly name: string;
  /** 1 or more. */
  readonly number: number;
  /** Where it is put as long as it may be called. */
  readonly instances: InstanceSet;
  /** How often it was started again before. */
  readonly restarts: number;
}

type State =
  | { readonly kind: 'starting'; readonly pid?: number; readonly target?: Address }
  | { readonly kind: 'healthy'; readonly run: Run }
  | { readonly kind: 'draining'; readonly run: Run }
  | { readonly kind: 'restarting' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'stopped' };

/** It lives, or it died and is to be started again. */
type Life =
  | { readonly kind: 'run'; readonly run: Run }
  | { readonly kind: 'death'; readonly reason: string; readonly livedMs: Milliseconds };

/** Looks after one instance of a service: starts it, starts it again with growing pauses whenever it dies, and ends it. */
export class Supervision {
  readonly name: string;
  readonly number: number;
  readonly #instances: InstanceSet;
  readonly #begin: Start;
  readonly #events: SupervisionEvents;
  readonly #ending = new AbortController();
  readonly #stopping: Promise<undefined>;
  #state: State = { kind: 'stopped' };
  #since = new Date();
  #restarts: number;
  #usage:
    | (GroupUsage & { readonly at: Milliseconds; readonly pid: number | undefined; readonly cpuCores?: number })
    | undefined;
  #kept: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;
  /** Leader of the group that was started last, until that has ended. */
  #pid: number | undefined;
  /** While its processes stand still. */
  #freeze: Freeze | undefined;
  /** As those that call it know it; absent while it must not be called. */
  #instance: Instance | undefined;

  constructor({ name, number, instances, restarts }: Supervisee, begin: Start, events: SupervisionEvents) {
    this.name = name;
    this.number = number;
    this.#instances = instances;
    this.#restarts = restarts;
    this.#begin = begin;
    this.#events = events;
    this.#stopping = new Promise((settle) => {
      this.#ending.signal.addEventListener('abort', () => settle(undefined), { once: true });
    });
  }

  status(): InstanceStatus {
    const { pid, target } = whereabouts(this.#state);
    return {
      number: this.number,
      state: this.#shownState(),
      ...(this.standsStill && { standsStill: true as const }),
      ...(pid !== undefined && { pid }),
      ...(target && { address: shownAddress(target) }),
      restarts: this.#restarts,
      since: this.#since.toISOString(),
      inFlight: this.#instance?.inFlight ?? 0,
      ...this.#shownUsage(),
    };
  }

  /** Notes what its processes take, as of a moment of the machine's clock. */
  noteUsage(usage: GroupUsage, at: Milliseconds): void {
    const before = this.#usage;
    const passedMs = before?.pid === this.#pid && before !== undefined ? at - before.at : 0;
    const cpuCores = passedMs > 0 && before !== undefined ? (usage.cpuMs - before.cpuMs) / passedMs : undefined;
    this.#usage = { ...usage, at, pid: this.#pid, ...(cpuCores !== undefined && { cpuCores: Math.max(0, cpuCores) }) };
  }

  /** Where it listens, while it is well or was when it was last started. */
  get target(): Address | undefined {
    return this.#state.kind === 'healthy' ? this.#state.run.target : undefined;
  }

  /** Lets it be called, or not, for as long as it lives; does nothing for one that is not up. */
  setReady(isReady: boolean): void {
    if (this.#state.kind !== 'healthy' || isReady === (this.#instance !== undefined)) return;
    if (isReady) this.#instance = this.#instances.add(this.number, this.#state.run.target);
    else this.#leave();
    this.#events.changed();
  }

  /** Leader of the group of its processes while it is up; a server that comes with the runtime has one, too. */
  get #leader(): number | undefined {
    return this.#state.kind === 'healthy' ? this.#state.run.pid : undefined;
  }

  /** Whether it has processes of its own that could be stopped or killed; not while it is started, and never inside of ours. */
  get hasProcesses(): boolean {
    return this.#leader !== undefined;
  }

  get standsStill(): boolean {
    return this.#freeze?.isOver === false;
  }

  /**
   * Makes its processes stand still until the answer is ended; they go on before that when it is stopped for good.
   *
   * @throws {Error} when it has none, or stands still already
   */
  async freeze(): Promise<Freeze> {
    const leader = this.#requireProcesses();
    if (this.standsStill) throw new Error(`${this.name} stands still already`);
    const frozen = await freeze(leader);
    this.#freeze = frozen;
    // It may have ended meanwhile, or be about to.
    if (this.#leader !== leader || this.#ending.signal.aborted) frozen.end();
    return frozen;
  }

  /**
   * Kills its processes (SIGKILL); it is started again as after any other death.
   *
   * @throws {Error} when it has none
   */
  async kill(): Promise<void> {
    const leader = this.#requireProcesses();
    for (const group of await familyGroups(leader)) signalGroup(group, 'SIGKILL');
  }

  #requireProcesses(): number {
    const leader = this.#leader;
    if (leader === undefined) throw new Error(`${this.name} has no processes now`);
    return leader;
  }

  async start(): Promise<void> {
    this.#ending.signal.throwIfAborted();
    this.#events.say(`${this.name} is starting`);
    const first = this.#run();
    this.#kept = first.then(
      (run) => this.#keepAlive(run),
      // The caller of start() is told; there is nothing to keep alive.
      () => this.#enter({ kind: this.#ending.signal.aborted ? 'stopped' : 'failed' }),
    );
    await first;
  }

  /**
   * Ends it for good, whatever it is doing: it gets no more calls, and those that it has may end within the time.
   *
   * @param shown how sentences name it, where another one has its name by now
   */
  stop(drainMs: Milliseconds, shown: string = this.name): Promise<void> {
    this.#stopped ??= this.#stop(drainMs, shown);
    return this.#stopped;
  }

  async #stop(drainMs: Milliseconds, shown: string): Promise<void> {
    this.#ending.abort(new Error(`${this.name} is being stopped`));
    // What stands still could not end its calls.
    this.#freeze?.end();
    await this.#kept;
    if (this.#state.kind === 'failed' || this.#state.kind === 'stopped') return;
    if (this.#state.kind === 'healthy') await this.#drain(this.#state.run, drainMs, shown);
    this.#enter({ kind: 'stopped' });
    this.#events.say(`${shown} is stopped`);
  }

  async #run(): Promise<Run> {
    this.#enter({ kind: 'starting' });
    const startedAt = performance.now();
    const run = await this.#begun({
      signal: this.#ending.signal,
      started: async (pid, target) => {
        this.#enter({ kind: 'starting', pid, target });
        this.#pid = pid;
        await this.#events.started(pid);
      },
      line: (text, stream) => this.#events.line(text, stream),
    });
    this.#instance = this.#instances.add(this.number, run.target);
    this.#enter({ kind: 'healthy', run });
    this.#events.say(
      `${this.name} is healthy after ${Math.round(performance.now() - startedAt)} ms at ${shownAddress(run.target)}`,
    );
    return run;
  }

  /** As `#begin`; when that fails, nothing is left of it. */
  async #begun(starting: Starting): Promise<Run> {
    try {
      return await this.#begin(starting);
    } catch (error) {
      this.#forgetProcess();
      throw error;
    }
  }

  async #drain(run: Run, drainMs: Milliseconds, shown: string): Promise<void> {
    const instance = this.#instance;
    this.#leave();
    this.#enter({ kind: 'draining', run });
    if (instance !== undefined && !(await isDrained(instance, drainMs)))
      this.#events.say(`${shown} still has ${callsAfter(instance.inFlight, drainMs)} cut off`);
    await this.#end(run);
  }

  async #end(run: Run): Promise<void> {
    await run.stop();
    this.#forgetProcess();
  }

  #forgetProcess(): void {
    if (this.#pid !== undefined) this.#events.ended(this.#pid);
    this.#pid = undefined;
    this.#freeze?.end();
  }

  #leave(): void {
    if (this.#instance !== undefined) this.#instances.remove(this.#instance);
    this.#instance = undefined;
  }

  #shownUsage(): Pick<InstanceStatus, 'cpuCores' | 'memoryBytes'> {
    if (this.#usage === undefined || this.#usage.pid !== this.#pid) return {};
    const { cpuCores, memoryBytes } = this.#usage;
    return { ...(cpuCores !== undefined && { cpuCores: Math.round(cpuCores * 1_000) / 1_000 }), memoryBytes };
  }

  #shownState(): InstanceState {
    return this.#state.kind === 'healthy' && this.#instance === undefined ? 'unready' : this.#state.kind;
  }

  async #keepAlive(run: Run): Promise<void> {
    let life: Life = { kind: 'run', run };
    let deaths = 0;
    while (!this.#ending.signal.aborted) {
      if (life.kind === 'run') {
        life = await this.#outlive(life.run);
        continue;
      }
      const restart = nextRestart(deaths, life.livedMs);
      deaths = restart.deaths;
      life = await this.#restart(restart, life.reason);
    }
  }

  /** Waits until a run ends by itself. When the service is being stopped, the answer is of no consequence. */
  async #outlive(run: Run): Promise<Life> {
    const since = performance.now();
    const ending = await Promise.race([run.ended, this.#stopping]);
    if (ending === undefined || this.#ending.signal.aborted) return { kind: 'run', run };
    const livedMs = performance.now() - since;
    this.#events.died(describeEnding(ending));
    this.#leave();
    this.#enter({ kind: 'restarting' });
    await this.#end(run).catch((error: unknown) =>
      this.#events.say(`${this.name} left something behind: ${messageOf(error)}`),
    );
    return { kind: 'death', reason: describeEnding(ending), livedMs };
  }

  async #restart({ pauseMs }: Restart, reason: string): Promise<Life> {
    const { signal } = this.#ending;
    this.#enter({ kind: 'restarting' });
    this.#events.say(`${this.name} ${reason}; starting it again in ${pauseMs / 1000} s`);
    try {
      await pause(pauseMs, undefined, { signal });
      this.#restarts += 1;
      return { kind: 'run', run: await this.#run() };
    } catch (error) {
      return { kind: 'death', reason: `could not be started: ${messageOf(error)}`, livedMs: 0 };
    }
  }

  #enter(state: State): void {
    this.#state = state;
    this.#since = new Date();
    this.#events.changed();
  }
}

function callsAfter(calls: number, passedMs: Milliseconds): string {
  const after = `after ${passedMs / 1000} s`;
  return calls === 1 ? `1 call ${after}; it is` : `${calls} calls ${after}; they are`;
}

function whereabouts(state: State): { readonly pid?: number | undefined; readonly target?: Address | undefined } {
  switch (state.kind) {
    case 'starting':
      return state;
    case 'healthy':
    case 'draining':
      return state.run;
    case 'restarting':
    case 'failed':
    case 'stopped':
      return {};
  }
}
