import { setTimeout as pause } from 'node:timers/promises';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Address } from '#gateway/open-edge';
import { nextRestart, type Restart } from './backoff.ts';
import { describeEnding } from './ending.ts';
import type { OutputStream } from './launch.ts';
import { messageOf } from './message-of.ts';
import type { Run, Start } from './run.ts';
import { shownAddress } from './shown-address.ts';
import type { ServiceStatus } from './status.ts';
import type { Supervised } from './supervised.ts';

/** What a supervised service tells. */
export interface SupervisionEvents {
  /** One sentence about it, beginning with its name. */
  say(sentence: string): void;
  line(text: string, stream: OutputStream): void;
  /** Its status is another one now. */
  changed(): void;
  /** A process of it was started, the leader of its own group. */
  started(pid: number): Promise<void>;
}

type State =
  | { readonly kind: 'starting'; readonly pid?: number; readonly target?: Address }
  | { readonly kind: 'healthy'; readonly run: Run }
  | { readonly kind: 'restarting' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'stopped' };

/** It lives, or it died and is to be started again. */
type Life =
  | { readonly kind: 'run'; readonly run: Run }
  | { readonly kind: 'death'; readonly reason: string; readonly livedMs: Milliseconds };

/** Looks after one service: starts it, starts it again with growing pauses whenever it dies, and ends it. */
export class Supervision implements Supervised {
  readonly name: string;
  readonly #begin: Start;
  readonly #events: SupervisionEvents;
  readonly #ending = new AbortController();
  readonly #stopping: Promise<undefined>;
  #state: State = { kind: 'stopped' };
  #since = new Date();
  #restarts = 0;
  #kept: Promise<void> | undefined;

  constructor(name: string, begin: Start, events: SupervisionEvents) {
    this.name = name;
    this.#begin = begin;
    this.#events = events;
    this.#stopping = new Promise((settle) => {
      this.#ending.signal.addEventListener('abort', () => settle(undefined), { once: true });
    });
  }

  status(): ServiceStatus {
    const at = { name: this.name, state: this.#state.kind, restarts: this.#restarts, since: this.#since.toISOString() };
    const { pid, target } = whereabouts(this.#state);
    return { ...at, ...(pid !== undefined && { pid }), ...(target && { address: shownAddress(target) }) };
  }

  target(): Address | undefined {
    return this.#state.kind === 'healthy' ? this.#state.run.target : undefined;
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

  async stop(): Promise<void> {
    this.#ending.abort(new Error(`${this.name} is being stopped`));
    await this.#kept;
    if (this.#state.kind === 'failed' || this.#state.kind === 'stopped') return;
    if (this.#state.kind === 'healthy') await this.#state.run.stop();
    this.#enter({ kind: 'stopped' });
    this.#events.say(`${this.name} is stopped`);
  }

  async #run(): Promise<Run> {
    this.#enter({ kind: 'starting' });
    const startedAt = performance.now();
    const run = await this.#begin({
      signal: this.#ending.signal,
      started: async (pid, target) => {
        this.#enter({ kind: 'starting', pid, target });
        await this.#events.started(pid);
      },
      line: (text, stream) => this.#events.line(text, stream),
    });
    this.#enter({ kind: 'healthy', run });
    this.#events.say(
      `${this.name} is healthy after ${Math.round(performance.now() - startedAt)} ms at ${shownAddress(run.target)}`,
    );
    return run;
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
    this.#enter({ kind: 'restarting' });
    await run
      .stop()
      .catch((error: unknown) => this.#events.say(`${this.name} left something behind: ${messageOf(error)}`));
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

function whereabouts(state: State): { readonly pid?: number | undefined; readonly target?: Address | undefined } {
  switch (state.kind) {
    case 'starting':
      return state;
    case 'healthy':
      return state.run;
    case 'restarting':
    case 'failed':
    case 'stopped':
      return {};
  }
}
