import { setTimeout as pause } from 'node:timers/promises';
import type { KeepingTimes } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import { messageOf } from '#values/message-of';
import { RedisDown, type RedisStore } from './redis-store.ts';
import type { Claim, SharedValue } from './shared-store.ts';

/** A value and for how long it may be kept here. */
export interface Fetched<V> {
  readonly value: V;
  readonly tags: readonly string[];
  readonly times: KeepingTimes;
  /** Whether another process had fetched it. */
  readonly isElsewhere: boolean;
  /** Not if somebody dropped its key while it was fetched. */
  readonly mayBeKept: boolean;
}

/** What is to be fetched. */
export interface Wanted<V> {
  readonly store: RedisStore;
  readonly key: string;
  readonly tags: readonly string[];
  readonly timesOf: (value: unknown) => KeepingTimes;
  readonly fetch: () => Promise<V>;
  readonly read: (json: unknown) => V;
  readonly leaseMs: Milliseconds;
  readonly onProblem: (error: unknown) => void;
}

/** A word that others are done may get lost with a connection. */
const asksAgainAfterMs: Milliseconds = 1000;

/**
 * Takes a value from Redis, or fetches it while all other processes wait. If Redis goes away meanwhile, this process
 * fetches for itself: once, whoever wants it here.
 */
export async function fetchShared<V>(wanted: Wanted<V>): Promise<Fetched<V>> {
  let unreadable: string | undefined;
  for (;;) {
    // Heard from before the question on, so that no word falls between.
    const done = wanted.store.nextDone(wanted.key);
    try {
      const claim = await claimed(wanted, unreadable);
      if (claim === undefined) return await fetchAlone(wanted);
      if (claim.kind === 'lease') return await fetchWithLease(wanted, claim);
      const given = giveShared(wanted, claim);
      if (given !== undefined) return given;
      if (claim.kind === 'value') unreadable = claim.value.text;
      else await within(done.promise, Math.min(Math.max(claim.forMs, 1), asksAgainAfterMs));
    } finally {
      done.forget();
    }
  }
}

/** Waits for something, for a time at most. */
async function within(something: Promise<void>, ms: Milliseconds): Promise<void> {
  const ending = new AbortController();
  try {
    await Promise.race([something, pause(ms, undefined, { signal: ending.signal }).catch(() => undefined)]);
  } finally {
    ending.abort();
  }
}

async function claimed<V>(
  { store, key, tags, timesOf }: Wanted<V>,
  unreadable: string | undefined,
): Promise<Claim | undefined> {
  const { freshMs, staleWhileRenewedMs, staleOnErrorMs } = timesOf(null);
  const keptMs = Math.ceil(freshMs + Math.max(staleWhileRenewedMs, staleOnErrorMs));
  return store.claim(key, tags, keptMs, unreadable).catch(unlessDown);
}

/** Redis is down: that is told once where it is noticed, and no reason for a caller to fail. */
function unlessDown(error: unknown): undefined {
  if (!(error instanceof RedisDown)) throw error;
}

async function fetchAlone<V>({ fetch, tags, timesOf }: Wanted<V>): Promise<Fetched<V>> {
  const value = await fetch();
  return { value, tags, times: timesOf(value), isElsewhere: false, mayBeKept: true };
}

async function fetchWithLease<V>(
  wanted: Wanted<V>,
  { fence, stale }: Extract<Claim, { kind: 'lease' }>,
): Promise<Fetched<V>> {
  const { store, key, tags, timesOf, fetch, leaseMs } = wanted;
  const alive = setInterval(() => void store.extend(key, fence).catch(unlessDown), leaseMs / 3);
  try {
    const value = await fetch();
    const times = timesOf(value);
    const tailMs = Math.max(times.staleWhileRenewedMs, times.staleOnErrorMs);
    const mayBeKept = await keepShared(wanted, fence, { value, freshMs: times.freshMs, tailMs });
    return { value, tags, times, isElsewhere: false, mayBeKept };
  } catch (error) {
    await store.release(key, fence).catch(unlessDown);
    const isUsable = stale !== undefined && -stale.freshMs < timesOf(null).staleOnErrorMs;
    const given = isUsable ? readShared(stale, wanted) : undefined;
    if (given === undefined) throw error;
    wanted.onProblem(error);
    return { ...given, times: notKept, isElsewhere: true, mayBeKept: false };
  } finally {
    clearInterval(alive);
  }
}

interface Fresh {
  readonly value: unknown;
  readonly freshMs: Milliseconds;
  readonly tailMs: Milliseconds;
}

/** Puts a value into Redis for all; `false` if somebody dropped its key meanwhile. Without Redis it is kept here at least. */
async function keepShared<V>(
  { store, key, tags }: Wanted<V>,
  fence: string,
  { value, freshMs, tailMs }: Fresh,
): Promise<boolean> {
  if (freshMs + tailMs <= 0) {
    await store.release(key, fence).catch(unlessDown);
    return true;
  }
  const text = textOf(key, { value, tags });
  return (await store.publish(key, fence, { text, freshMs, tailMs }).catch(unlessDown)) ?? true;
}

function textOf(key: string, kept: object): string {
  try {
    return JSON.stringify(kept);
  } catch (error) {
    const why = messageOf(error);
    throw new TypeError(
      `The value of ${JSON.stringify(key)} cannot be shared, since JSON cannot hold it (${why}); fetch one that it can, or open the cache with redis: false.`,
      { cause: error },
    );
  }
}

/** What another process has put in, as far as it may be given. */
function giveShared<V>(wanted: Wanted<V>, claim: Exclude<Claim, { kind: 'lease' }>): Fetched<V> | undefined {
  const { staleWhileRenewedMs, staleOnErrorMs } = wanted.timesOf(null);
  if (claim.kind === 'value') {
    const times = { freshMs: claim.value.freshMs, staleWhileRenewedMs, staleOnErrorMs };
    const given = readShared(claim.value, wanted);
    return given && { ...given, times, isElsewhere: true, mayBeKept: true };
  }
  if (claim.stale === undefined || -claim.stale.freshMs >= staleWhileRenewedMs) return undefined;
  const given = readShared(claim.stale, wanted);
  return given && { ...given, times: notKept, isElsewhere: true, mayBeKept: false };
}

const notKept: KeepingTimes = { freshMs: 0, staleWhileRenewedMs: 0, staleOnErrorMs: 0 };

/** Undefined, and told, where nothing can be made of it, as of what a program of another version has put in. */
function readShared<V>(
  { text }: SharedValue,
  { key, read, onProblem }: Wanted<V>,
): Pick<Fetched<V>, 'value' | 'tags'> | undefined {
  try {
    const said: unknown = JSON.parse(text);
    if (typeof said !== 'object' || said === null) throw new TypeError('it is of something else than this cache');
    const tags = 'tags' in said && Array.isArray(said.tags) ? said.tags.map(String) : [];
    // JSON leaves `undefined` out, so that it comes back as such.
    return { value: read('value' in said ? said.value : undefined), tags };
  } catch (error) {
    const why = messageOf(error);
    onProblem(
      new Error(`What Redis has of ${JSON.stringify(key)} cannot be read, so it is fetched: ${why}`, { cause: error }),
    );
    return undefined;
  }
}
