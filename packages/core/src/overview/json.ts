import type { Draft, Hole, Overview, Span, Stated } from '#model/index';
import { isStated } from '#model/index';
import { joinPages, type PagePlace, type Pages } from '#text/pages';

/** A value of the overview without its places: statements become what they say. */
export type Plain<T> =
  T extends Stated<infer V>
    ? V
    : T extends readonly (infer U)[]
      ? readonly Plain<U>[]
      : T extends object
        ? { readonly [K in keyof T]: Plain<T[K]> }
        : T;

/** What `asbuilt model --format json` prints: durations in ms, shares 0..1, memory in bytes, money in US dollars a month, or as an amount with its currency. */
export type ModelJson = Plain<Overview<Hole>>;

/** A statement with its place, as `asbuilt model --spans` prints it; `file` where it stands in a file that the overview includes. */
export interface PlacedValue extends Span, PagePlace {
  readonly id: string;
  readonly value: unknown;
}

/** The overview as plain data. */
export function modelJson(draft: Draft): ModelJson {
  return plain(draft.overview, ({ value }) => value) as ModelJson;
}

/** The overview as plain data in which every value stands with its id and its place in the page where it is stated. */
export function modelJsonWithSpans(draft: Draft, pages: Pages = joinPages({ file: '', text: draft.text })): unknown {
  const placed = ({ id, value, span }: Stated<unknown>): PlacedValue => {
    return { id, value, ...pages.at(span).span, ...pages.place(span) };
  };
  return plain(draft.overview, placed);
}

function plain(value: unknown, say: (stated: Stated<unknown>) => unknown): unknown {
  if (isStated(value)) return say(value);
  if (Array.isArray(value)) return value.map((item) => plain(item, say));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part, say)]));
}
