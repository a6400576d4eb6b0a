/** What stands in the fields that say how a message and its connection are to be read; '' where there is none. */
export interface Framing {
  readonly isHttp10: boolean;
  readonly contentLength: string;
  readonly transferEncoding: string;
  readonly connection: string;
  readonly keepAlive: string;
  readonly upgrade: string;
  readonly expect: string;
}

type Noted = { -readonly [Key in keyof Framing]: Framing[Key] };

/** By RFC 9110, section 5.6.2. */
export const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
/** A field by RFC 9112 without what it only bears with: bare LF, folded lines, controls. */
export const fieldLine: string = `${token}:[\\t\\x20-\\x7e\\x80-\\xff]*`;
const wholeTrailers = new RegExp(`^(?:${fieldLine}(?:\\r\\n|$))*$`);

/** Reads what stands behind a body in chunks: lines joined by CRLF; `undefined` where they are no fields. */
export function parseTrailers(text: string): readonly string[] | undefined {
  if (!wholeTrailers.test(text)) return undefined;
  const raw: string[] = [];
  readFields(text, 0, raw);
  return raw;
}

/**
 * Reads the fields of a head that was found to be whole, from `start` on, into `raw`: name, value, name, value …, each byte
 * a character (latin1). Several of one name that matter for reading are joined by commas.
 */
export function readFraming(text: string, start: number, raw: string[], isHttp10: boolean): Framing {
  const framing = {
    isHttp10,
    contentLength: '',
    transferEncoding: '',
    connection: '',
    keepAlive: '',
    upgrade: '',
    expect: '',
  };
  readFields(text, start, raw, framing);
  return framing;
}

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

type FramingText = Exclude<keyof Framing, 'isHttp10'>;

/** By length, since few names are as long as one of these, so that most need not be turned into lower case. */
const framingNames: readonly (Readonly<Record<string, FramingText>> | undefined)[] = byLength({
  expect: 'expect',
  upgrade: 'upgrade',
  connection: 'connection',
  'keep-alive': 'keepAlive',
  'content-length': 'contentLength',
  'transfer-encoding': 'transferEncoding',
});

function byLength(names: Readonly<Record<string, FramingText>>): Record<string, FramingText>[] {
  const lists: Record<string, FramingText>[] = [];
  for (const [name, key] of Object.entries(names)) lists[name.length] = { ...lists[name.length], [name]: key };
  return lists;
}

function noteFraming(framing: Noted, name: string, value: string): void {
  const key = framingNames[name.length]?.[name.toLowerCase()];
  // What says nothing is there all the same.
  if (key !== undefined) framing[key] = framing[key] === '' ? value || ' ' : `${framing[key]}, ${value}`;
}

/** Whether the connection may carry another message after this one. */
export function isKept({ isHttp10, connection }: Framing): boolean {
  if (connection === '') return !isHttp10;
  return isHttp10 ? hasOption(connection, 'keep-alive') : !hasOption(connection, 'close');
}

/** Whether a list of options, like that of `Connection`, has this one, which is given in lower case. */
export function hasOption(list: string, option: string): boolean {
  const lower = list.toLowerCase();
  return lower === option || (lower.includes(option) && membersOf(lower).includes(option));
}

/**
 * The members of a list (RFC 9110, section 5.6.1), without the blanks around them. What else JavaScript would trim belongs to
 * them: whoever stands before or behind sees it so.
 */
export function membersOf(list: string): readonly string[] {
  return list.split(',').map((member) => member.replace(/^[\t ]+|[\t ]+$/g, ''));
}
