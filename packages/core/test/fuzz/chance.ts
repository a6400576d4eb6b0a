import { type Random, randomStream } from '#simulate/random';

/** Chance that is the same for the same seed on every machine. */
export interface Chance {
  /** A whole number in 0 … `below` - 1. */
  below(below: number): number;
  /** Whether something with this probability happens. */
  happens(probability: number): boolean;
  /** One of the values; of none an error. */
  pick<T>(values: readonly T[]): T;
  /** Between 0 and `most` things made one after the other. */
  several<T>(most: number, make: () => T): T[];
}

/** The chance of one input: `index` counts the inputs of a seed. */
export function chanceOf(seed: number, index: number): Chance {
  const random: Random = randomStream(seed, index);
  const below = (limit: number): number => Math.floor(random() * limit);
  return {
    below,
    happens: (probability) => random() < probability,
    pick: (values) => {
      const value = values[below(values.length)];
      if (value === undefined) throw new RangeError('there is nothing to pick from');
      return value;
    },
    several: (most, make) => Array.from({ length: below(most + 1) }, make),
  };
}
