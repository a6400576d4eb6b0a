import { lettered } from '#text/lettered';
import type { ValueNotation } from './notation.ts';
import { count, memory } from './quantity.ts';

/** `4 CPU cores`, `2 vCPU`, `4 core` */
export const cores: ValueNotation<number> = count('(?:v?CPUs?(?: cores?)?|cores?)');

/** Memory right behind the cores ("4 core, 8GB"), or called memory: "100GB disk" is none. */
export const memoryOfMachine: ValueNotation<number> = {
  ...memory,
  read: (said) => {
    if (!/\d\s?[kmgt]i?b/iu.test(said)) return undefined;
    const named = /[\d.,]+\s?[kmgt]i?b (?:of )?(?:RAM|memory)\b/iu.exec(said);
    const beside = /\b(?:v?CPUs?|cores?)\s*[,/+&]?\s*(?=[\d.,]+\s?[kmgt]i?b\b)/iu.exec(said);
    const start = named?.index ?? (beside === null ? undefined : beside.index + beside[0].length);
    const found = start === undefined ? undefined : memory.read(said.slice(start));
    return start === undefined || found?.start !== 0 ? undefined : { ...found, start, end: start + found.end };
  },
};

const beginning = /^(\d{1,6})\s?[×x]\s/iu;
const counted = lettered(
  (letters) => String.raw`(?<![${letters}\d.,-])(\d{1,6}) (?:instances?|replicas?|nodes?|machines?)\b`,
  'i',
);

/** `2 × …` at the beginning, or `2 machines`: of a name such as "Standard 2X" it is no number of machines. */
export const machines: ValueNotation<number> = {
  ...count(),
  read: (said) => {
    const match = /\d/.test(said) ? (beginning.exec(said) ?? counted(said).exec(said)) : null;
    const number = match?.[1];
    if (match === null || number === undefined) return undefined;
    return { value: Number(number), start: match.index, end: match.index + number.length };
  },
};
