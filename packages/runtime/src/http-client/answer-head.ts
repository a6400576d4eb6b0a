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

/** Several of one name are joined by commas. */
export interface Framing {
  readonly isHttp10: boolean;
  readonly contentLength: string;
  readonly transferEncoding: string;
  readonly connection: string;
  readonly keepAlive: string;
}

/** A status line and fields, or just fields, by RFC 9112 without what it only bears with: bare LF, folded lines, controls. */
const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const fieldLine = `${token}:[\\t\\x20-\\x7e\\x80-\\xff]*`;
const wholeHead = new RegExp(
  `^HTTP/1\\.[01] [1-9][0-9][0-9](?: [\\t\\x20-\\x7e\\x80-\\xff]*)?(?:\\r\\n${fieldLine})*$`,
);
const wholeTrailers = new RegExp(`^(?:${fieldLine}(?:\\r\\n|$))*$`);

/** Reads a head without the empty line that ends it; `undefined` where it is none. */
export function parseAnswerHead(text: string): AnswerHead | undefined {
  if (!wholeHead.test(text)) return undefined;
  const lineEnd = text.indexOf('\r\n');
  const raw: string[] = [];
  const framing = { isHttp10: text[7] === '0', contentLength: '', transferEncoding: '', connection: '', keepAlive: '' };
  if (lineEnd !== -1) readFields(text, lineEnd + 2, raw, framing);
  return {
    status: Number(text.slice(9, 12)),
    text: text.slice(13, lineEnd === -1 ? undefined : lineEnd),
    raw,
    framing,
  };
}

/** Reads what stands behind a body in chunks: lines joined by CRLF; `undefined` where they are no fields. */
export function parseTrailers(text: string): readonly string[] | undefined {
  if (!wholeTrailers.test(text)) return undefined;
  const raw: string[] = [];
  readFields(text, 0, raw);
  return raw;
}

type Noted = { -readonly [Key in keyof Framing]: Framing[Key] };

function readFields(text: string, start: number, raw: string[], framing?: Noted): void {
  for (let from = start; from < text.length; ) {
    const found = text.indexOf('\r\n', from);
    const end = found === -1 ? text.length : found;
    const colon = text.indexOf(':', from);
    const name = text.slice(from, colon);
    const value = text.slice(firstOf(text, colon + 1, end), lastOf(text, colon + 1, end));
    raw.push(name, value);
    if (framing !== undefined) noteFraming(framing, name, value);
    from = end + 2;
  }
}

/** Where a value begins, behind the spaces before it. */
function firstOf(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

/** Where it ends, before the spaces behind it. */
function lastOf(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** Few names are as long as one of these, so that most need not be turned into lower case. */
function noteFraming(framing: Noted, name: string, value: string): void {
  switch (name.length) {
    case 10: {
      const lower = name.toLowerCase();
      if (lower === 'connection') framing.connection = joined(framing.connection, value);
      else if (lower === 'keep-alive') framing.keepAlive = joined(framing.keepAlive, value);
      break;
    }
    case 14:
      if (name.toLowerCase() === 'content-length') framing.contentLength = joined(framing.contentLength, value);
      break;
    case 17:
      if (name.toLowerCase() === 'transfer-encoding') {
        framing.transferEncoding = joined(framing.transferEncoding, value);
      }
      break;
  }
}

function joined(before: string, value: string): string {
  return before === '' ? value : `${before}, ${value}`;
}
