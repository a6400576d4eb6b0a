import { createHash, randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Breaker, refused } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Redis } from 'ioredis';
import { messageOf } from '#values/message-of';
import { acquire, drop, dropTag, extend, publish, readClaim, release } from './redis-scripts.ts';
import { type Change, type Claim, type Drop, isChange } from './shared-store.ts';

/** Redis does not answer, or is not asked at the moment since it did not before. */
export class RedisDown extends Error {
  override readonly name = 'RedisDown';
}

const retryStrategy = (times: number): Milliseconds => Math.min(50 * 2 ** Math.min(times, 6), 2000);

export interface RedisStoreOptions {
  readonly url: string;
  /** Before each key. */
  readonly prefix: string;
  readonly leaseMs: Milliseconds;
  /** Called with what others changed; `all` after a time in which nothing could be heard. */
  readonly onChange: (change: Change) => void;
  /** Called when Redis goes down, and with `undefined` when it is back. */
  readonly onDown: (problem: Error | undefined) => void;
}

const connectsWithinMs: Milliseconds = 2000;
/** A Redis that stalls is to cost a caller no more than this, and that once a second. */
const answersWithinMs: Milliseconds = 500;
const notAskedForMs: Milliseconds = 1000;
/** What is to be kept for ever is kept for ten years: Redis wants a number, and has none for that. */
const mostKeptMs: Milliseconds = 10 * 365 * 24 * 3_600_000;
/** Changes that could not be told while Redis was down; with more than these, everything is dropped when it is back. */
const maxOwed = 10_000;

/** What processes share in a Redis: values, leases to fetch them, and word of what changed. */
export class RedisStore {
  readonly #options: RedisStoreOptions;
  readonly #client: Redis;
  readonly #subscriber: Redis;
  readonly #self: string = randomUUID();
  readonly #breaker = new Breaker({ opensAfterFailures: 1, halfOpenAfterMs: notAskedForMs, closesAfterSuccesses: 1 });
  /** Emits the key that another process is done with. */
  readonly #done = new EventEmitter().setMaxListeners(0);
  #isHeard = false;
  #isDown = false;
  #owed: Drop[] = [];
  #payTimer: NodeJS.Timeout | undefined;

  private constructor(options: RedisStoreOptions, client: Redis, subscriber: Redis) {
    this.#options = options;
    this.#client = client;
    this.#subscriber = subscriber;
  }

  /** Connects, or goes on trying in the background: a Redis that is down is no reason not to start. */
  static async open(options: RedisStoreOptions): Promise<RedisStore> {
    const { Redis } = await import('ioredis');
    const common = {
      lazyConnect: true,
      connectTimeout: connectsWithinMs,
      retryStrategy,
      maxRetriesPerRequest: 0,
    } as const;
    const client = new Redis(options.url, { ...common, enableOfflineQueue: false, commandTimeout: answersWithinMs });
    const subscriber = new Redis(options.url, { ...common, maxRetriesPerRequest: null, autoResubscribe: false });
    const store = new RedisStore(options, client, subscriber);
    store.#listen();
    const heard = once(store.#done, 'heard');
    const connected = Promise.all([client.connect(), subscriber.connect()]).then(() => heard);
    await Promise.race([connected, pause(connectsWithinMs, undefined, { ref: false })]).catch((error: unknown) =>
      store.#down(error),
    );
    // What takes the connection and says nothing, such as a handshake that never ends, is no error of its own.
    if (!store.#isHeard) store.#down(new RedisDown(`Redis does not answer within ${connectsWithinMs} ms.`));
    return store;
  }

  /** Whether it answers, and is heard. */
  get isUp(): boolean {
    return this.#isHeard && this.#client.status === 'ready' && this.#breaker.state(performance.now()).kind !== 'open';
  }

  /**
   * Asks for a value, or for the lease to fetch it.
   *
   * @param unreadable the text of a value of which nothing could be made: it counts as none
   */
  async claim(key: string, tags: readonly string[], keptMs: Milliseconds, unreadable?: string): Promise<Claim> {
    const keys = [
      this.#name('v', key),
      this.#name('l', key),
      this.#name('f', key),
      ...tags.map((tag) => this.#name('t', tag)),
    ];
    const none = unreadable === undefined ? '' : createHash('sha1').update(unreadable).digest('hex');
    const { leaseMs } = this.#options;
    return readClaim(await this.#run(acquire, keys, [leaseMs, key, atMost(keptMs) + leaseMs, none]));
  }

  /** Puts a value in; `false` if the lease is not held any more, e.g. since somebody dropped the key. */
  async publish(
    key: string,
    fence: string,
    value: { readonly text: string; readonly freshMs: Milliseconds; readonly tailMs: Milliseconds },
  ): Promise<boolean> {
    const { text, freshMs, tailMs } = value;
    const keptTailMs = Math.floor(atMost(tailMs));
    const keptMs = Math.max(1, Math.ceil(atMost(freshMs)) + keptTailMs);
    const args = [fence, text, keptMs, keptTailMs, this.#channel, this.#word({ kind: 'done', key })];
    return (await this.#run(publish, [this.#name('v', key), this.#name('l', key)], args)) === 1;
  }

  /** Gives a lease back without a value, so that another one may try. */
  async release(key: string, fence: string): Promise<void> {
    await this.#run(release, [this.#name('l', key)], [fence, this.#channel, this.#word({ kind: 'done', key })]);
  }

  /** Keeps a lease alive. */
  async extend(key: string, fence: string): Promise<void> {
    await this.#run(extend, [this.#name('l', key)], [fence, this.#options.leaseMs]);
  }

  /** Settles when another process is done with a key, with or without a value. */
  nextDone(key: string): { readonly promise: Promise<void>; forget(): void } {
    const ending = new AbortController();
    const promise = once(this.#done, `done:${key}`, { signal: ending.signal }).then(nothing, nothing);
    return { promise, forget: () => ending.abort() };
  }

  /** Tells all of a change; `false` if it can be told only later, when Redis is back. */
  async tell(change: Drop): Promise<boolean> {
    try {
      await this.#tellNow(change);
      return true;
    } catch (error) {
      if (!(error instanceof RedisDown)) throw error;
      if (this.#owed.length < maxOwed) this.#owed.push(change);
      else this.#owed = [{ kind: 'all' }];
      this.#payLater();
      return false;
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#payTimer);
    this.#owed = [];
    this.#client.disconnect();
    this.#subscriber.disconnect();
    await Promise.resolve();
  }

  async #tellNow(change: Drop): Promise<void> {
    const said = [this.#channel, this.#word(change)];
    if (change.kind === 'tag') await this.#run(dropTag, [this.#name('t', change.tag)], [...said, this.#options.prefix]);
    else if (change.kind === 'all') await this.#run(drop, await this.#allKeys(), said);
    else await this.#run(drop, [this.#name('v', change.key), this.#name('l', change.key)], said);
  }

  /** Tells what could not be told. Rejects if it still cannot be. */
  async #pay(): Promise<void> {
    for (let [owed] = this.#owed; owed !== undefined; [owed] = this.#owed) {
      await this.#tellNow(owed);
      this.#owed.shift();
    }
  }

  #payLater(): void {
    this.#payTimer ??= setTimeout(() => {
      this.#payTimer = undefined;
      this.#pay().catch(() => this.#payLater());
    }, notAskedForMs).unref();
  }

  async #allKeys(): Promise<string[]> {
    const found: string[] = [];
    const pattern = `${this.#options.prefix.replaceAll(/[\\*?[\]]/g, '\\$&')}*`;
    for (let cursor = '0', isFirst = true; isFirst || cursor !== '0'; isFirst = false) {
      const [next, keys] = await this.#ask(() => this.#client.scan(cursor, 'MATCH', pattern, 'COUNT', 1000));
      cursor = next;
      // Fences only grow; without them an old lease would look like a new one.
      found.push(...keys.filter((key) => !key.startsWith(`${this.#options.prefix}f:`)));
    }
    return found;
  }

  #listen(): void {
    for (const connection of [this.#client, this.#subscriber])
      connection.on('error', (error: Error) => this.#down(error));
    this.#subscriber.on('close', () => this.#down(new RedisDown('The connection to Redis closed.')));
    this.#subscriber.on('ready', () => this.#hearAtLast());
    this.#subscriber.on('message', (_channel: string, text: string) => this.#heard(text));
  }

  #hearAtLast(): void {
    this.#hear().catch((error: unknown) => {
      this.#down(error);
      const again = (): void => (this.#subscriber.status === 'ready' ? this.#hearAtLast() : undefined);
      setTimeout(again, notAskedForMs).unref();
    });
  }

  /** Nothing was heard until now: whatever is kept in this process may be of before. */
  async #hear(): Promise<void> {
    await this.#subscriber.subscribe(this.#channel);
    if (this.#client.status !== 'ready') await new Promise((resolve) => this.#client.once('ready', resolve));
    await this.#pay();
    this.#options.onChange({ kind: 'all' });
    this.#isHeard = true;
    this.#done.emit('heard');
    if (this.#isDown) this.#options.onDown(undefined);
    this.#isDown = false;
  }

  #heard(text: string): void {
    const word: unknown = JSON.parse(text);
    if (typeof word !== 'object' || word === null || !('from' in word) || !('change' in word)) return;
    if (word.from === this.#self || !isChange(word.change)) return;
    if (word.change.kind !== 'tag' && word.change.kind !== 'all') this.#done.emit(`done:${word.change.key}`);
    this.#options.onChange(word.change);
  }

  #down(error: unknown): void {
    this.#isHeard = false;
    if (this.#isDown) return;
    this.#isDown = true;
    this.#options.onDown(error instanceof Error ? error : new RedisDown(String(error)));
  }

  #run(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.#ask(() => this.#client.eval(script, keys.length, ...keys, ...args));
  }

  /** Asks Redis unless it did not answer the last time. Rejects with `RedisDown` for whatever is not an answer. */
  async #ask<T>(question: () => Promise<T>): Promise<T> {
    const ticket = this.#breaker.admit(performance.now());
    if (ticket === refused) throw new RedisDown('Redis did not answer; it is not asked for a second.');
    try {
      const answer = await question();
      this.#breaker.succeed(ticket);
      return answer;
    } catch (error) {
      this.#breaker.fail(ticket, performance.now());
      const down = new RedisDown(`Redis does not answer: ${messageOf(error)}`, {
        cause: error,
      });
      if (this.#client.status === 'ready') this.#options.onDown(down);
      throw down;
    }
  }

  #name(kind: 'v' | 'l' | 'f' | 't', key: string): string {
    return `${this.#options.prefix}${kind}:${key}`;
  }

  get #channel(): string {
    return `${this.#options.prefix}changes`;
  }

  #word(change: Change): string {
    return JSON.stringify({ from: this.#self, change });
  }
}

function nothing(): void {}

function atMost(ms: Milliseconds): Milliseconds {
  return Math.min(ms, mostKeptMs);
}
