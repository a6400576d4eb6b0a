import type { Bytes, CachePolicy, Milliseconds } from '@asbuilt/core/model';
import { LRUCache } from 'lru-cache';
import type { Ask } from './ask.ts';
import type { Forward } from './cache-status.ts';
import type { Drop, Dropped } from './drop.ts';
import { Flight, type Landing } from './flight.ts';
import { useOf, wishesOf } from './judge-request.ts';
import { type KeptAnswer, type TierEntry, variantOf } from './kept-answer.ts';
import { meansAll, type Purge, purges } from './purge.ts';
import { Tier } from './tier.ts';

const usualAnswerBytes: Bytes = 4 * 1024 * 1024;
/** How long it is remembered that answers of an address cannot be shared, so that nobody waits for one. */
const passMs: Milliseconds = 10_000;
/** Addresses of which something is remembered besides what is kept. */
const maxRemembered = 20_000;

/** What the tiers have for a request. */
export interface Look {
  readonly use: 'give' | 'renew' | 'ask' | 'miss' | 'never';
  /** What may be given, or asked about; absent on a miss. */
  readonly entry?: TierEntry;
  /** Which tier has it, counted from the user; as many as there are on a miss. */
  readonly depth: number;
  /** Why each tier in front of that one passed the request on. */
  readonly why: readonly Forward[];
  readonly onlyIfCached: boolean;
  /** Whether the request itself says how new an answer must be, so that another one's answer may not do. */
  readonly isDemanding: boolean;
}

/** The shared caches that the answers of one edge pass, and the requests that are on their way through them. */
export class AnswerCache {
  readonly policy: CachePolicy;
  /** From the user inwards. */
  readonly tiers: readonly Tier[];
  readonly #flights = new Map<string, Flight>();
  readonly #varies = new LRUCache<string, readonly string[]>({ max: maxRemembered });
  /** By address: how many changes there were when it last changed. */
  readonly #changed = new LRUCache<string, number>({ max: maxRemembered });
  /** The same by path and query, whichever host was asked. */
  readonly #changedTargets = new LRUCache<string, number>({ max: maxRemembered });
  #purged = 0;
  #changes = 0;
  readonly #passes = new LRUCache<string, Milliseconds>({ max: maxRemembered });
  readonly #tellOthers: ((drop: Drop) => Promise<boolean>) | undefined;

  /** @param tellOthers tells other gateways what was dropped; absent where there are none */
  constructor(policy: CachePolicy, tellOthers?: (drop: Drop) => Promise<boolean>) {
    this.policy = policy;
    this.#tellOthers = tellOthers;
    this.tiers = policy.tiers.map((tier) => new Tier(tier, policy.staleIfError === true));
  }

  /** Looks for an answer, from the user inwards. */
  look(ask: Ask, now: Milliseconds): Look {
    const wishes = wishesOf(ask);
    const said = {
      onlyIfCached: wishes.has('only-if-cached'),
      isDemanding: ['no-cache', 'max-age', 'min-fresh'].some((name) => wishes.has(name)),
    };
    const why: Forward[] = [];
    let found: Pick<Look, 'use' | 'entry'> & { readonly depth: number } = { use: 'miss', depth: this.tiers.length };
    for (const [depth, tier] of this.tiers.entries()) {
      const entry = tier.find(ask);
      const use = entry === undefined || entry === 'other' ? 'miss' : useOf(entry, ask, wishes, now);
      if (use === 'give') return { use, depth, why, ...said, ...(typeof entry === 'object' && { entry }) };
      if (use !== 'miss' && typeof entry === 'object') found = { use, entry, depth };
      why.push(whyOf(entry, use, now));
    }
    return { ...found, why: found.use === 'renew' ? why.slice(0, found.depth) : why, ...said };
  }

  /** The request of another one, to the same effect, that is under way. */
  flightFor(ask: Ask): Flight | undefined {
    return this.#flights.get(this.#variantKey(ask));
  }

  /** A request for whose answer others may wait from now on. It must be landed. */
  takeOff(ask: Ask): Flight {
    const flight = new Flight(ask, this.#variantKey(ask));
    this.#flights.set(flight.variantKey, flight);
    return flight;
  }

  /** Says what became of a request; those who wait are told. */
  land(flight: Flight, landing: Landing): void {
    if (this.#flights.get(flight.variantKey) === flight) this.#flights.delete(flight.variantKey);
    flight.release(landing);
  }

  /** Notes by what the answer of a request varies: who differs in that must not wait for it. */
  learn(flight: Flight, ask: Ask, vary: readonly string[]): void {
    if (vary.length > 0) this.#varies.set(ask.key, vary);
    const variantKey = this.#variantKey(ask);
    if (this.#flights.get(flight.variantKey) === flight) {
      this.#flights.delete(flight.variantKey);
      flight.variantKey = variantKey;
      if (!this.#flights.has(variantKey)) this.#flights.set(variantKey, flight);
    }
    flight.release({ kind: 'varies' }, (waiter) => this.#variantKey(waiter.ask) !== variantKey);
  }

  /**
   * Keeps an answer in the tiers that are for it, of those that are nearer to the user than `depth`.
   * Says whether it may be given to others at once.
   */
  keep(ask: Ask, answer: KeptAnswer, now: Milliseconds, depth: number = this.tiers.length): boolean {
    let isGood = false;
    for (const tier of this.tiers.slice(0, depth)) isGood = tier.keep(ask, answer, now) || isGood;
    if (isGood) this.#passes.delete(ask.key);
    return isGood;
  }

  /** The largest answer that is kept; larger ones only pass. */
  get maxAnswerBytes(): Bytes {
    return this.policy.maxAnswerBytes ?? usualAnswerBytes;
  }

  /** How many changes there were of what is kept. */
  get changes(): number {
    return this.#changes;
  }

  /** Whether an answer that was asked for after so many changes may be one of before: it must not be kept then. */
  changedSince({ key, path }: Ask, changes: number): boolean {
    const changed = Math.max(this.#purged, this.#changed.get(key) ?? 0, this.#changedTargets.get(path) ?? 0);
    return changed > changes;
  }

  /** Notes that answers of an address cannot be shared at the moment. */
  markPass(key: string, now: Milliseconds): void {
    this.#passes.set(key, now + passMs);
  }

  /** Whether nobody should wait for an answer of an address. */
  isPass(key: string, now: Milliseconds): boolean {
    return (this.#passes.get(key) ?? 0) > now;
  }

  /** Drops what is meant, here and at all other gateways. */
  drop(drop: Drop): Dropped {
    const count = this.dropHere(drop);
    const isToldElsewhere = this.#tellOthers?.(drop);
    return { count, ...(isToldElsewhere && { isToldElsewhere }) };
  }

  /** Drops what is meant in this gateway alone; says how many answers these were, those of each tier counted. */
  dropHere(drop: Drop): number {
    if ('key' in drop) return this.invalidate(drop.key);
    return 'target' in drop ? this.#invalidateTarget(drop.target) : this.#purge(drop.purge);
  }

  /** Drops all that is kept of an address, and what is under way for it: something changed there (RFC 9111, section 4.4). */
  invalidate(key: string): number {
    this.#changes += 1;
    this.#changed.set(key, this.#changes);
    this.#outdate(({ ask }) => ask.key === key);
    return this.tiers.filter((tier) => tier.drop(key)).length;
  }

  #invalidateTarget(target: string): number {
    this.#changes += 1;
    this.#changedTargets.set(target, this.#changes);
    this.#outdate(({ ask }) => ask.path === target);
    return this.tiers.reduce((sum, tier) => sum + tier.dropTarget(target), 0);
  }

  #purge(purge: Purge): number {
    this.#changes += 1;
    this.#purged = this.#changes;
    // What is under way may be of that kind as well: nobody knows before it is there.
    this.#outdate(() => true);
    if (meansAll(purge)) this.#passes.clear();
    return this.tiers.reduce(
      (sum, tier) => sum + tier.dropWhere((path, answer) => purges(purge, path, answer.tags)),
      0,
    );
  }

  #outdate(isMeant: (flight: Flight) => boolean): void {
    for (const flight of [...this.#flights.values()].filter(isMeant)) this.land(flight, { kind: 'lost' });
  }

  #variantKey(ask: Ask): string {
    const vary = this.#varies.get(ask.key);
    return vary === undefined ? ask.key : `${ask.key}\n${variantOf(ask, vary)}`;
  }
}

function whyOf(entry: TierEntry | 'other' | undefined, use: Look['use'], now: Milliseconds): Forward {
  if (entry === undefined) return 'uri-miss';
  if (entry === 'other') return 'vary-miss';
  if (use === 'never') return 'bypass';
  return now - entry.answer.terms.bornAt >= entry.times.freshMs ? 'stale' : 'request';
}
