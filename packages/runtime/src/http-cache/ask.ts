import type { IncomingHttpHeaders } from 'node:http';

/** A request as a cache sees it. */
export interface Ask {
  readonly method: string;
  /** Of the address, with everything that the origin may take for a part of it. */
  readonly key: string;
  /** `/posts?page=2` */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Whether the origin hears what the client says of the address that it asked for (`X-Forwarded-Host` and the like). */
  readonly isBelieved: boolean;
}

/** A header of a request as one text; undefined where it is not there. */
export function askedHeader({ headers }: Ask, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Whether a request says who asks, so that its answer may be for them alone. */
export function namesItsUser({ headers }: Ask): boolean {
  return headers.cookie !== undefined || headers.authorization !== undefined;
}

/**
 * The key of an address. What the client says about the address that it asked for is part of it, if the origin hears of it:
 * an origin that puts it into its answers would otherwise have one client's words given to others (cache poisoning).
 */
export function keyOf({ headers, isBelieved }: Pick<Ask, 'headers' | 'isBelieved'>, path: string): string {
  if (!isBelieved) return `${(headers.host ?? '').toLowerCase()} ${path} `;
  const forwarded = headers['forwarded']?.match(/\b(?:host|proto)=[^;,]*/gi)?.join(';') ?? '';
  const said = [headers['x-forwarded-host'], headers['x-forwarded-proto'], headers['x-forwarded-port']].join('|');
  return `${(headers.host ?? '').toLowerCase()} ${path} ${said === '||' ? '' : said}${forwarded}`;
}
