import { randomUUID } from 'node:crypto';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Redis } from 'ioredis';
import type { Drop, SharedDrops } from '#http-cache/drop';
import { readWord, type Word } from './drop-word.ts';

export interface DropsOptions {
  /** `redis://user:password@host:6379` */
  readonly url: string;
  /** The channel of Redis: gateways that tell each other have the same. */
  readonly channel: string;
  /** Hears, a sentence at a time, that Redis is not to be had, and that it is again. */
  readonly tell: (sentence: string) => void;
  /** How long a Redis may be silent until it counts as gone; two seconds where absent. */
  readonly answersWithinMs?: Milliseconds;
}

/** Word of drops by the messages of a Redis, to be closed. */
export interface RedisDrops extends SharedDrops {
  close(): void;
}

const usuallyAnswersWithinMs: Milliseconds = 2_000;
const connectsWithinMs: Milliseconds = 2_000;
/** A connection that died without a word is found out by asking, so often. */
const asksEveryMs: Milliseconds = 1_000;
/** Words that wait for Redis to be back; with more than these of an edge, it is told to drop everything. */
const maxOwed = 10_000;

/**
 * Connects to a Redis, or goes on trying. Messages of Redis are told to who listens at the moment, and to nobody later;
 * so a gateway that did not listen for a while drops everything when it does again, and what could not be told is told
 * when Redis is back.
 */
export async function openDrops(options: DropsOptions): Promise<RedisDrops> {
  const { Redis } = await import('ioredis');
  const common = {
    lazyConnect: true,
    connectTimeout: connectsWithinMs,
    commandTimeout: options.answersWithinMs ?? usuallyAnswersWithinMs,
    retryStrategy: (times: number) => Math.min(50 * 2 ** Math.min(times, 6), 2_000),
    enableOfflineQueue: false,
  } as const;
  const drops = new Drops(
    options,
    new Redis(options.url, { ...common, maxRetriesPerRequest: 0 }),
    new Redis(options.url, { ...common, maxRetriesPerRequest: 0, autoResubscribe: false }),
  );
  await drops.open();
  return drops;
}

class Drops implements RedisDrops {
  readonly #options: DropsOptions;
  readonly #speaks: Redis;
  readonly #hears: Redis;
  readonly #self = randomUUID();
  readonly #listeners = new Map<string, (drop: Drop) => void>();
  readonly #asking: NodeJS.Timeout;
  #owed: Word[] = [];
  #isPaying = false;
  #isHearing = false;
  #isDown = false;

  constructor(options: DropsOptions, speaks: Redis, hears: Redis) {
    this.#options = options;
    this.#speaks = speaks;
    this.#hears = hears;
    for (const connection of [speaks, hears]) connection.on('error', (error: Error) => this.#note(error));
    speaks.on('ready', () => this.#pay());
    hears.on('ready', () => this.#listen());
    hears.on('close', () => this.#deaf(new Error('the connection was closed')));
    hears.on('message', (_channel: string, text: string) => this.#heard(text));
    this.#asking = setInterval(() => this.#ask(), asksEveryMs).unref();
  }

  /** Returns once it is heard, or Redis is known not to be there. */
  async open(): Promise<void> {
    const note = (error: Error): void => this.#note(error);
    await Promise.all([this.#speaks.connect().catch(note), this.#hears.connect().catch(note)]);
    if (this.#hears.status === 'ready') await this.#subscribe().catch((error: unknown) => this.#deaf(error));
  }

  async tell(edge: string, drop: Drop): Promise<boolean> {
    if (await this.#say({ edge, drop })) return true;
    if (this.#owed.length < maxOwed) this.#owed.push({ edge, drop });
    else this.#owed = [...this.#listeners.keys()].map((each) => ({ edge: each, drop: { purge: { all: true } } }));
    return false;
  }

  hear(edge: string, listener: (drop: Drop) => void): void {
    this.#listeners.set(edge, listener);
  }

  close(): void {
    clearInterval(this.#asking);
    this.#isDown = true;
    this.#speaks.disconnect();
    this.#hears.disconnect();
  }

  async #say({ edge, drop }: Word): Promise<boolean> {
    try {
      await this.#speaks.publish(this.#options.channel, JSON.stringify({ from: this.#self, edge, drop }));
      return true;
    } catch (error) {
      this.#note(error);
      return false;
    }
  }

  /** Tells what could not be told; what still cannot be waits for the next time. */
  #pay(): void {
    if (this.#isPaying || this.#speaks.status !== 'ready' || this.#owed.length === 0) return;
    this.#isPaying = true;
    const owed = this.#owed;
    this.#owed = [];
    void Promise.all(owed.map(({ edge, drop }) => this.tell(edge, drop))).finally(() => {
      this.#isPaying = false;
    });
  }

  #listen(): void {
    this.#subscribe().catch((error: unknown) => this.#deaf(error));
  }

  /** Nobody was heard until now: whatever is kept in this gateway may be of before. */
  async #subscribe(): Promise<void> {
    if (this.#isHearing) return;
    await this.#hears.subscribe(this.#options.channel);
    if (this.#isHearing) return;
    this.#isHearing = true;
    for (const drop of this.#listeners.values()) drop({ purge: { all: true } });
    this.#noteBack();
  }

  /** A connection may be gone without either side being told. */
  #ask(): void {
    this.#pay();
    if (!this.#isHearing) {
      if (this.#hears.status === 'ready') this.#listen();
      return;
    }
    this.#hears.ping().then(
      () => this.#noteBack(),
      (error: unknown) => {
        this.#deaf(error);
        this.#hears.disconnect(true);
      },
    );
  }

  #deaf(error: unknown): void {
    this.#isHearing = false;
    this.#note(error);
  }

  #note(problem: unknown): void {
    if (this.#isDown) return;
    this.#isDown = true;
    const why = problem instanceof Error ? problem.message || problem.name : String(problem);
    this.#options.tell(
      `The Redis of the caches is not to be had: ${why}; what changes at one gateway reaches the others when it is back`,
    );
  }

  #noteBack(): void {
    if (!this.#isDown || !this.#isHearing || this.#speaks.status !== 'ready') return;
    this.#isDown = false;
    this.#options.tell('The Redis of the caches is back; what changes at one gateway reaches the others again');
  }

  #heard(text: string): void {
    const word = readWord(text);
    if (word !== undefined && word.from !== this.#self) this.#listeners.get(word.edge)?.(word.drop);
  }
}
