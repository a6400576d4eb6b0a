import { type Drop, isDrop } from '#http-cache/drop';

/** What gateways tell each other of a drop, with the edge whose caches are meant. */
export interface Word {
  readonly edge: string;
  readonly drop: Drop;
}

/** What was said; undefined for what no gateway says: whoever has the Redis may write to the channel. */
export function readWord(text: string): (Word & { readonly from: unknown }) | undefined {
  const word = parsed(text);
  if (typeof word !== 'object' || word === null || !('from' in word) || !('edge' in word)) return undefined;
  if (typeof word.edge !== 'string' || !('drop' in word) || !isDrop(word.drop)) return undefined;
  return { from: word.from, edge: word.edge, drop: word.drop };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
