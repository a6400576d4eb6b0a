import type { Stated } from './stated.ts';

/** What is answered in the place of one service: a file, or a text. */
export interface StaticAnswerProfile {
  readonly service: Stated<string>;
  /** By a path that counts from the overview's folder. */
  readonly file?: Stated<string>;
  readonly body?: Stated<string>;
  /** Where it does not say, the name of the file does. */
  readonly contentType?: Stated<string>;
  /** 200 where it does not say. */
  readonly status?: Stated<number>;
}

/** What an edge answers instead of an error of its callee. */
export interface StaticAnswerPolicy {
  /** 200 or more; never one of an answer without a body. */
  readonly status: number;
  readonly contentType: string;
  /** The text itself, or the file that holds it, by a path that counts from the overview's folder. */
  readonly content: { readonly kind: 'text'; readonly text: string } | { readonly kind: 'file'; readonly path: string };
}

/** The media types of the files that answers are kept in, by their endings. */
const byEnding: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  htm: 'text/html; charset=utf-8',
  json: 'application/json',
  txt: 'text/plain; charset=utf-8',
  xml: 'application/xml',
  svg: 'image/svg+xml',
};

/** What a file holds, by its name; undefined where that does not tell. */
export function contentTypeOf(path: string): string | undefined {
  const ending = /\.([a-z]{3,4})$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(byEnding, ending) ? byEnding[ending] : undefined;
}
