import type { Milliseconds } from '@asbuilt/core/model';

/** A call that stands for the others of its bucket. */
export interface Exemplar {
  readonly traceId: string;
  readonly ms: Milliseconds;
  /** Since the Unix epoch. */
  readonly at: Milliseconds;
}

/** The latest call of each bucket of durations whose trace somebody keeps. Noting one allocates nothing. */
export class Exemplars {
  readonly #traceIds: string[];
  readonly #ms: Float64Array;
  readonly #at: Float64Array;

  /** @param octaves bucket `n` holds what took less than `2 ** n` ms, and one more the rest */
  constructor(octaves: number) {
    this.#traceIds = Array.from({ length: octaves + 1 }, () => '');
    this.#ms = new Float64Array(octaves + 1);
    this.#at = new Float64Array(octaves + 1);
  }

  note(traceId: string, ms: Milliseconds, at: Milliseconds): void {
    const bucket = ms < 1 ? 0 : Math.min(this.#ms.length - 1, Math.floor(Math.log2(ms)) + 1);
    this.#traceIds[bucket] = traceId;
    this.#ms[bucket] = ms;
    this.#at[bucket] = at;
  }

  /** That of a bucket; the one after the last octave is of everything slower. */
  of(bucket: number): Exemplar | undefined {
    const traceId = this.#traceIds[bucket] ?? '';
    return traceId === '' ? undefined : { traceId, ms: this.#ms[bucket] ?? 0, at: this.#at[bucket] ?? 0 };
  }
}
