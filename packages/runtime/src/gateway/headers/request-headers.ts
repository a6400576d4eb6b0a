import { membersOf } from '#http-message/fields';
import { type Beliefs, isMadeUp } from './beliefs.ts';
import { headerName, type OwnName } from './header-name.ts';

/** The headers of a request, sorted in one pass. */
export interface RequestHeaders {
  /** What is passed on as it is: name, value, name, value … */
  readonly passed: readonly string[];
  readonly own: ReadonlyMap<OwnName, string>;
  readonly hasBody: boolean;
  /** Whether it says nothing of the body's length. */
  readonly isChunked: boolean;
  /** Whether the client says that it reads trailers (`TE: trailers`). */
  readonly takesTrailers: boolean;
}

/**
 * Sorts raw headers (name, value, name, value …).
 *
 * @param beliefs what the caller may say; all of it where absent
 */
export function sortHeaders(raw: readonly string[], beliefs?: Beliefs): RequestHeaders {
  const passed: string[] = [];
  const own = new Map<OwnName, string>();
  const hop = nothingYet();
  let hasLength = false;
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const value = raw[index + 1] ?? '';
    const { claim, isHop, lower, own: ownName } = headerName(name);
    // A drill's mark proves by itself who sent it.
    if (beliefs !== undefined && lower !== 'asbuilt-drill' && isMadeUp(claim, beliefs)) continue;
    if (ownName !== undefined) own.set(ownName, joined(own.get(ownName), value));
    else if (isHop) noteHop(hop, lower, value);
    else passed.push(name, value);
    hasLength ||= lower === 'content-length' && Number(value) > 0;
  }
  const { connection, isChunked, takesTrailers } = hop;
  announce(hop, passed);
  const hasBody = isChunked || hasLength;
  return { passed: withoutNominated(passed, connection), own, hasBody, isChunked, takesTrailers };
}

/** What the headers say that concern one connection only. */
interface HopByHop {
  connection: string;
  /** The names of trailers that are to come. */
  announced: string;
  isChunked: boolean;
  takesTrailers: boolean;
}

export function nothingYet(): HopByHop {
  return { connection: '', announced: '', isChunked: false, takesTrailers: false };
}

/** Only what comes in chunks can have something behind it. */
export function announce({ announced, isChunked }: HopByHop, passed: string[]): void {
  if (announced !== '' && isChunked) passed.push('Trailer', announced);
}

export function noteHop(hop: HopByHop, name: string, value: string): void {
  if (name === 'connection') hop.connection = joined(hop.connection, value);
  else if (name === 'trailer') hop.announced = joined(hop.announced, value);
  else if (name === 'transfer-encoding') hop.isChunked = true;
  else if (name === 'te') hop.takesTrailers ||= namesTrailers(value);
}

/** `trailers, deflate;q=0.5` */
function namesTrailers(te: string): boolean {
  return membersOf(te.toLowerCase()).includes('trailers');
}

/** Leaves out the headers that a `Connection` header names as concerning this connection only. */
export function withoutNominated(headers: readonly string[], connection: string): readonly string[] {
  const names = nominated(connection);
  if (names === undefined) return headers;
  return headers.filter((_, index) => !names.has((headers[index - (index % 2)] ?? '').toLowerCase()));
}

function nominated(connection: string): ReadonlySet<string> | undefined {
  const lower = connection.toLowerCase();
  if (lower === '' || lower === 'keep-alive' || lower === 'close') return undefined;
  const names = new Set(membersOf(lower));
  // Without its length a body cannot be told from the next message; naming it here is an attack, not a wish.
  names.delete('content-length');
  return names;
}

function joined(before: string | undefined, value: string): string {
  return before === undefined || before === '' ? value : `${before}, ${value}`;
}
