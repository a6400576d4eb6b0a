/** Chance that is the same in each run. */
export interface Chance {
  /** 0 (included) to 1 (excluded). */
  readonly next: () => number;
  /** 0 to `below` - 1. */
  readonly whole: (below: number) => number;
  readonly pick: <T>(choices: readonly T[]) => T;
  readonly bytes: (length: number) => Buffer;
}

/** Mulberry32: thirty-two bits of state, good enough to draw tests by. */
export function chance(seed: number): Chance {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (below: number): number => Math.floor(next() * below);
  return {
    next,
    whole,
    pick: (choices) => {
      const choice = choices[whole(choices.length)];
      if (choice === undefined) throw new Error('there is nothing to choose from');
      return choice;
    },
    bytes: (length) => Buffer.from(Array.from({ length }, () => whole(256))),
  };
}
