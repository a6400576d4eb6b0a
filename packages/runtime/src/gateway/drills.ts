import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Milliseconds } from '@asbuilt/core/model';

/** How long a drill's calls are known by their ids, at least: what services still do for them comes soon. */
const knownMs: Milliseconds = 120_000;
const mostIds = 100_000;

/** Knows the calls that drills make: they are counted apart, since no user was served well or badly. */
export class Drills {
  #mark: Buffer | undefined;
  #address: string | undefined;
  #recent = new Set<string>();
  #before = new Set<string>();
  #turnedAt: Milliseconds = Number.NEGATIVE_INFINITY;

  /** Believes those who know the control server's token; the mark that proves it opens nothing else. */
  trust(token: string): void {
    this.#mark = markOf(token);
    this.#address = addressOf(this.#mark);
  }

  /** Whether a connection comes from the address that only drills use: over bare TCP nothing else could say so. */
  comesFrom(address: string | undefined): boolean {
    return address !== undefined && address === this.#address;
  }

  /** Whether a call carries the mark; then what services do for it is known by its ids. */
  begins(mark: string, ids: readonly string[], now: Milliseconds): boolean {
    const said = Buffer.from(mark);
    if (this.#mark === undefined || said.length !== this.#mark.length || !timingSafeEqual(said, this.#mark))
      return false;
    this.#turn(now);
    if (this.#recent.size < mostIds) for (const id of ids) this.#recent.add(id);
    return true;
  }

  /** Whether a call is made on behalf of a drill's. */
  knows(traceId: string, requestId: string, now: Milliseconds): boolean {
    if (this.#recent.size === 0 && this.#before.size === 0) return false;
    this.#turn(now);
    return [this.#recent, this.#before].some((ids) => ids.has(traceId) || ids.has(requestId));
  }

  #turn(now: Milliseconds): void {
    if (now - this.#turnedAt < knownMs) return;
    this.#before = now - this.#turnedAt < 2 * knownMs ? this.#recent : new Set();
    this.#recent = new Set();
    this.#turnedAt = now;
  }
}

/** What `asbuilt prove` sends as `Asbuilt-Drill`. */
function markOf(token: string): Buffer {
  return Buffer.from(createHmac('sha256', token.trim()).update('asbuilt-drill').digest('base64url'));
}

/** One of the sixteen million addresses of this machine, by the mark; `asbuilt prove` connects from it over bare TCP. */
function addressOf(mark: Buffer): string {
  const [high = 0, middle = 0, low = 0] = createHash('sha256').update(mark).digest();
  return `127.${1 + (high % 254)}.${middle}.${1 + (low % 254)}`;
}
