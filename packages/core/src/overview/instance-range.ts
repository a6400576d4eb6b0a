import type { InstanceRange } from '#model/index';
import type { ValueNotation } from './notation.ts';

/** `2`, `1–3`, `1-3`, `1..3`, `1 to 3`: how many instances there are. */
export const instanceRange: ValueNotation<InstanceRange> = {
  notation: 'count',
  read: (text) => {
    const [said = '', low, high] = /^\s*(\d{1,4})(?:\s*(?:–|—|-|\.\.|to)\s*(\d{1,4}))?\s*$/u.exec(text) ?? [];
    const least = Number(low);
    const most = Number(high ?? low);
    if (!(least >= 1 && most >= least)) return undefined;
    const start = said.length - said.trimStart().length;
    return { value: { least, most }, start, end: said.trimEnd().length };
  },
  print: ({ least, most }) => (least === most ? String(least) : `${least}–${most}`),
};
