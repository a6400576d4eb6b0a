import { chanceOf } from './chance.ts';
import { documentOf } from './document.ts';
import { mutate } from './mutate.ts';
import { profileOf } from './profile.ts';

/** What the whole reader is given at once. */
export interface Input {
  readonly overview: string;
  readonly profile: string;
}

/** The input with this number of this seed: always the same. */
export function inputOf(seed: number, index: number): Input {
  const chance = chanceOf(seed, index);
  return { overview: mutate(documentOf(chance), chance), profile: mutate(profileOf(chance), chance) };
}
