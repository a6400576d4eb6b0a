import type { Call } from '../call.ts';

/** The token that a call carries. `unclear`: more than one, or something that is none. */
export type FoundToken =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unclear'; readonly reason: string };

const none: FoundToken = { kind: 'none' };
const severalAuthorizations: FoundToken = {
  kind: 'unclear',
  reason: 'The request has several Authorization headers',
};

/** Looks for the token of a call: in `Authorization` (RFC 6750), else in the cookie of this name. */
export function findToken({ request }: Call, cookie: string | undefined): FoundToken {
  const { raw } = request;
  const first = placeOf(raw, 'authorization', 0);
  if (first !== -1) {
    // Some servers keep the first one, a service perhaps the last one.
    const isAlone = placeOf(raw, 'authorization', first + 2) === -1;
    return isAlone ? ofAuthorization(raw[first + 1] ?? '') : severalAuthorizations;
  }
  if (cookie === undefined) return none;
  const [kept, other] = valuesOf(raw, 'cookie').flatMap((said) => cookiesOf(said, cookie));
  if (other !== undefined) return { kind: 'unclear', reason: 'The request has several cookies with a token' };
  return kept === undefined || kept === '' ? none : { kind: 'token', token: kept };
}

/** Where a header of that name (lower case) is from there on; -1 for nowhere. */
function placeOf(raw: readonly string[], lower: string, from: number): number {
  for (let index = from; index < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (name.length === lower.length && name.toLowerCase() === lower) return index;
  }
  return -1;
}

function valuesOf(raw: readonly string[], lower: string): readonly string[] {
  const values: string[] = [];
  for (let at = placeOf(raw, lower, 0); at !== -1; at = placeOf(raw, lower, at + 2)) values.push(raw[at + 1] ?? '');
  return values;
}

function ofAuthorization(said: string): FoundToken {
  if (said.slice(0, 7).toLowerCase() !== 'bearer ') {
    // Another scheme is for the service to know.
    return /^bearer\b/i.test(said) ? { kind: 'unclear', reason: 'The Authorization header has no token' } : none;
  }
  const token = said.slice(7).trim();
  return token === '' || token.includes(',') || token.includes(' ')
    ? { kind: 'unclear', reason: 'The Authorization header has no token' }
    : { kind: 'token', token };
}

function cookiesOf(said: string, name: string): readonly string[] {
  return said.split(';').flatMap((pair) => {
    const [key = '', ...value] = pair.split('=');
    return key.trim() === name ? [value.join('=').trim()] : [];
  });
}
