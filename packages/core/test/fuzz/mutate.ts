import type { Chance } from './chance.ts';
import { troubles } from './words.ts';

type Mutation = (text: string, chance: Chance) => string;

/** Longest input: beyond it, time says more about the machine than about the reader. */
const longest = 60_000;

/** Does a few things to a text that editors, networks and people with bad intentions do. */
export function mutate(text: string, chance: Chance): string {
  let mutated = text;
  for (let round = chance.below(5); round > 0; round -= 1) mutated = chance.pick(mutations)(mutated, chance);
  return mutated.slice(0, longest);
}

const mutations: readonly Mutation[] = [
  (text, chance) => {
    const { from, to } = stretch(text, chance, 200);
    return text.slice(0, from) + text.slice(to);
  },
  (text, chance) => {
    const { from, to } = stretch(text, chance, 200);
    return insert(text, text.slice(from, to), chance.below(text.length + 1));
  },
  (text, chance) => {
    const { from, to } = stretch(text, chance, 40);
    return insert(text, text.slice(from, to).repeat(1 + chance.below(chance.pick([3, 30, 3_000]))), to);
  },
  (text, chance) => text.slice(0, chance.below(text.length + 1)),
  (text, chance) => text.slice(chance.below(text.length + 1)),
  (text, chance) => insert(text, chance.pick(troubles), chance.below(text.length + 1)),
  (text, chance) => {
    const trouble = chance.pick(troubles).repeat(1 + chance.below(chance.pick([5, 100, 30_000])));
    return insert(text, trouble, chance.below(text.length + 1));
  },
  (text, chance) => {
    const { from, to } = stretch(text, chance, 60);
    const trouble = chance.pick(troubles);
    return text.slice(0, from) + text.slice(from, to).split('').join(trouble) + text.slice(to);
  },
  swapLines,
  (text, chance) => {
    const indent = chance.pick(['  ', '> ', '- ', '\t', '1. ', '    ']);
    return text
      .split('\n')
      .map((line, index) => indent.repeat(index % 60) + line)
      .join('\n');
  },
  (text, chance) => text.replaceAll(/\n/g, (end) => (chance.happens(0.5) ? end : chance.pick(['\r\n', '\r', '\n\n']))),
  (text, chance) => {
    const swapped = chance.pick(['|', '-', ':', '`', '*', ' ', '#']);
    return text.replaceAll(swapped, (char) => (chance.happens(0.9) ? char : chance.pick(troubles)));
  },
  inBytes,
];

function stretch(text: string, chance: Chance, most: number): { readonly from: number; readonly to: number } {
  const from = chance.below(text.length + 1);
  return { from, to: Math.min(text.length, from + chance.below(most)) };
}

function insert(text: string, piece: string, at: number): string {
  return text.slice(0, at) + piece + text.slice(at);
}

function swapLines(text: string, chance: Chance): string {
  const all = text.split('\n');
  const [one, other] = [chance.below(all.length), chance.below(all.length)];
  return all.map((line, index) => all[index === one ? other : index === other ? one : index] ?? line).join('\n');
}

/** Changes bits of the UTF-8 bytes; what is no UTF-8 any more is replaced as decoders do. */
function inBytes(text: string, chance: Chance): string {
  const bytes = new TextEncoder().encode(text);
  for (let flips = chance.below(8); flips > 0 && bytes.length > 0; flips -= 1) {
    const at = chance.below(bytes.length);
    bytes[at] = chance.happens(0.5) ? chance.below(256) : (bytes[at] ?? 0) ^ (1 << chance.below(8));
  }
  return new TextDecoder().decode(bytes);
}
