import { type Framing, fieldLine, readFraming } from '#http-message/fields';

/** The head of an answer. */
export interface AnswerHead {
  /** 100 to 999. */
  readonly status: number;
  /** The reason phrase; may be empty. */
  readonly text: string;
  /** The headers as the callee wrote them, each byte a character (latin1): name, value, name, value … */
  readonly raw: readonly string[];
  /** What stands in the headers that say how the message is to be read; '' where there is none. */
  readonly framing: Framing;
}

const wholeHead = new RegExp(
  `^HTTP/1\\.[01] [1-9][0-9][0-9](?: [\\t\\x20-\\x7e\\x80-\\xff]*)?(?:\\r\\n${fieldLine})*$`,
);

/** Reads a head without the empty line that ends it; `undefined` where it is none. */
export function parseAnswerHead(text: string): AnswerHead | undefined {
  if (!wholeHead.test(text)) return undefined;
  const lineEnd = text.indexOf('\r\n');
  const raw: string[] = [];
  const framing = readFraming(text, lineEnd === -1 ? text.length : lineEnd + 2, raw, text[7] === '0');
  return {
    status: Number(text.slice(9, 12)),
    text: text.slice(13, lineEnd === -1 ? undefined : lineEnd),
    raw,
    framing,
  };
}
