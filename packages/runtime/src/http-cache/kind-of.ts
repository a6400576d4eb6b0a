/** What an answer is, to caches that hold only some kinds: a file that is the same for all, or anything else. */
export type AnswerKind = 'static' | 'answers';

const files =
  /^(?:(?:image|font|audio|video)\/|text\/(?:css|javascript)\b|application\/(?:javascript|wasm|font|vnd\.ms-fontobject))/i;

/** Told from the media type. */
export function kindOf(contentType: string): AnswerKind {
  return files.test(contentType) ? 'static' : 'answers';
}
