import { METHODS } from 'node:http';
import { type Framing, fieldLine, hasOption, membersOf, readFraming } from '#http-message/fields';
import { Malformed } from '#http-message/malformed';

/** The head of a request. */
export interface RequestHead {
  /** One that the registry of methods knows. */
  readonly method: string;
  /** What is asked for, as the client wrote it: `/orders?page=2`, `http://shop.example/orders`, `*`. */
  readonly target: string;
  readonly minorVersion: 0 | 1;
  /** The headers as the client wrote them, each byte a character (latin1): name, value, name, value … */
  readonly raw: readonly string[];
  readonly framing: Framing;
}

/** Behind it comes no body, a body of so many bytes, or one in chunks; `unclear`: nobody can tell where it ends. */
export type RequestLength = number | 'chunked' | 'unclear';

const methods: ReadonlySet<string> = new Set(METHODS);
/** A path, all of an address, or the whole server (RFC 9112, section 3.2); to `CONNECT` a host and a port. */
const asked = '(?:/|[A-Za-z]+://|\\*(?= ))[\\x21-\\x7e]*';
/** By RFC 9112 without what it only bears with: bare LF, folded lines, controls. */
const wholeHead = new RegExp(`^(?:[A-Z-]{1,32} ${asked}|CONNECT [\\x21-\\x7e]+) HTTP/1\\.[01](?:\\r\\n${fieldLine})*$`);

/** What a request line may be before all of it has come. */
const partOfHead = /^[A-Z-]{0,32}(?:$| [\x21-\x7e]*(?:$| [HTP/.01]{0,8}(?:$|\r)))/;

/** Whether what has come of a head may become one: who speaks another protocol need not wait to hear it. */
export function mayBecomeHead(text: string): boolean {
  return partOfHead.test(text);
}

/** Reads a head without the empty line that ends it. Throws what is `Malformed`. */
export function parseRequestHead(text: string): RequestHead {
  if (!wholeHead.test(text)) throw new Malformed('its head is none of HTTP/1.1');
  const found = text.indexOf('\r\n');
  const lineEnd = found === -1 ? text.length : found;
  const methodEnd = text.indexOf(' ');
  const method = text.slice(0, methodEnd);
  if (!methods.has(method)) throw new Malformed('its method is none that is known');
  const raw: string[] = [];
  const minorVersion = text[lineEnd - 1] === '0' ? 0 : 1;
  return {
    method,
    target: text.slice(methodEnd + 1, lineEnd - ' HTTP/1.1'.length),
    minorVersion,
    raw,
    framing: readFraming(text, lineEnd + 2, raw, minorVersion === 0),
  };
}

/**
 * How long the body of a request is (RFC 9112, section 6.3). What could be read in two ways is not read at all, since
 * whoever stands before or behind may read it in the other one. Throws what is `Malformed`.
 */
export function requestLengthOf({ contentLength, isHttp10, transferEncoding }: Framing): RequestLength {
  if (transferEncoding === '') return contentLength === '' ? 0 : statedLength(contentLength);
  if (contentLength !== '') throw new Malformed('it states a length beside a transfer coding');
  if (isHttp10) throw new Malformed('it has a transfer coding, which HTTP/1.0 does not know');
  return membersOf(transferEncoding).at(-1)?.toLowerCase() === 'chunked' ? 'chunked' : 'unclear';
}

/** Fifteen digits are a petabyte, and exact. */
function statedLength(said: string): number {
  if (!/^\d{1,15}$/.test(said)) throw new Malformed('it states its length as something else than one number');
  return Number(said);
}

/** HTTP itself, in another version or over TLS. */
const http = /(?:^|,)\s*(?:h2c?\s*(?:$|,)|http\/|tls\/)/i;

/**
 * The protocol that a request asks to change to (RFC 9110, section 7.8); undefined where it asks for none. An offer to go on
 * in another version of HTTP is passed over, as a server may always do: what came by such a tunnel would reach the callee as
 * requests that nobody has looked at ("h2c smuggling").
 */
export function upgradeOf({ connection, isHttp10, upgrade }: Framing): string | undefined {
  if (upgrade === '' || isHttp10 || upgrade.trim() === '' || http.test(upgrade)) return undefined;
  return hasOption(connection, 'upgrade') ? upgrade : undefined;
}
