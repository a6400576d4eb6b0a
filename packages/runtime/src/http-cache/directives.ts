import type { Milliseconds } from '@asbuilt/core/model';

/** What `Cache-Control` says, by names in lower case; a directive without a value has ''. */
export type Directives = ReadonlyMap<string, string>;

const none: Directives = new Map();

/**
 * Reads `Cache-Control` (RFC 9111, section 5.2): names without regard to case, values bare or in quotes. Of a number that
 * is said twice the smaller one counts: what is invalid is to be taken as stale (section 4.2.1).
 */
export function readDirectives(header: string | undefined): Directives {
  if (header === undefined || header === '') return none;
  const directives = new Map<string, string>();
  for (const [, name = '', quoted, bare] of header.matchAll(
    /([^\s=,;"]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]*)))?/g,
  )) {
    const key = name.toLowerCase();
    const value = quoted ?? bare ?? '';
    const before = directives.get(key);
    if (before === undefined || !(Number(before) <= Number(value))) directives.set(key, value);
  }
  return directives;
}

/** A directive's number of seconds, as milliseconds; undefined where it is not said, 0 where what is said is no number. */
export function msOf(directives: Directives, name: string): Milliseconds | undefined {
  const said = directives.get(name);
  if (said === undefined) return undefined;
  return /^\d+$/.test(said) ? Math.min(Number(said), maxSeconds) * 1000 : 0;
}

/** More than this need not be understood (RFC 9111, section 1.2.2). */
const maxSeconds = 2 ** 31;

/** As a header. */
export function printDirectives(directives: Directives): string {
  return [...directives].map(([name, value]) => (value === '' ? name : `${name}=${quotedIfNeeded(value)}`)).join(', ');
}

function quotedIfNeeded(value: string): string {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(value) ? value : `"${value}"`;
}
