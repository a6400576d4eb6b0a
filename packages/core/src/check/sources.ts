import { lineIndex } from '#text/lines';
import type { Source } from './excerpt.ts';

/** The texts that findings may point into, by the path that the findings name them by. */
export type OtherTexts = ReadonlyMap<string, string>;

/** Finds the text that a finding or note points into; a text is indexed once, when it is first asked for. */
export type FindSource = (file: string | undefined) => Source & { readonly file: string };

/**
 * The overview's text and the other texts.
 * @throws Error from the returned function when a finding points into a text that was not given.
 */
export function sources(overview: string, text: string, others: OtherTexts): FindSource {
  const indexed = new Map<string, Source & { readonly file: string }>();
  return (file = overview) => {
    const seen = indexed.get(file);
    if (seen !== undefined) return seen;
    const found = file === overview ? text : others.get(file);
    if (found === undefined) throw new Error(`A finding points into ${file}, whose text was not given to the printer.`);
    const source = { file, text: found, lines: lineIndex(found) };
    indexed.set(file, source);
    return source;
  };
}
