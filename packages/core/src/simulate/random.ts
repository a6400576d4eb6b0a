/** A source of chance: each call answers a number in 0 (included) … 1 (excluded). */
export type Random = () => number;

/**
 * xoshiro128** (Blackman and Vigna 2018): a stream of chance that is the same for the same seed on every machine.
 * `stream` separates what must not disturb each other (arrivals, each service), so that scenarios share their chance.
 */
export function randomStream(seed: number, stream: number): Random {
  let state = scramble(seed ^ Math.imul(stream + 1, 0x9e3779b9));
  const next = (): number => {
    state = scramble(state);
    return state;
  };
  let [a, b, c, d] = [next(), next(), next(), next() | 1];
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result / 4_294_967_296;
  };
}

function rotate(bits: number, by: number): number {
  return (bits << by) | (bits >>> (32 - by));
}

/** The finalizer of SplitMix32: neighbouring seeds become unrelated states. */
function scramble(bits: number): number {
  let mixed = (bits + 0x9e3779b9) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

/** A time until the next event of a Poisson process with this mean. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}
