import type { Ratio } from '#model/index';

/** The availability of what needs all of its parts, if they fail independently: the product (SRE book, "The Calculus of Service Availability"). */
export function inSeries(parts: readonly Ratio[]): Ratio {
  // Twelve digits take off the dust of binary fractions, so that a promise can be exactly what its parts allow.
  return Number(parts.reduce((product, part) => product * part, 1).toPrecision(12));
}

/** The availability of what needs one of `copies` that fail independently: 1 − (1 − a)ⁿ. */
export function redundant(part: Ratio, copies: number): Ratio {
  return Number((1 - (1 - part) ** copies).toPrecision(12));
}

/** What each of `parts` in series must have, alike, so that all of them have `whole`: its n-th root. */
export function eachOf(whole: Ratio, parts: number): Ratio {
  return whole ** (1 / parts);
}
