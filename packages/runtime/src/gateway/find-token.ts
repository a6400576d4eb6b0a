import type { Call } from './call.ts';

/** The token that a call carries. `unclear`: more than one, or something that is none. */
export type FoundToken =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unclear'; readonly reason: string };

const none: FoundToken = { kind: 'none' };

/** Looks for the token of a call: in `Authorization` (RFC 6750), else in the cookie of this name. */
export function findToken({ request }: Call, cookie: string | undefined): FoundToken {
  const [authorization, another] = valuesOf(request.raw, 'authorization');
  // node:http keeps the first one, a service perhaps the last one.
  if (another !== undefined) return { kind: 'unclear', reason: 'The request has several Authorization headers' };
  if (authorization !== undefined) return ofAuthorization(authorization);
  if (cookie === undefined) return none;
  const [kept, other] = valuesOf(request.raw, 'cookie').flatMap((said) => cookiesOf(said, cookie));
  if (other !== undefined) return { kind: 'unclear', reason: 'The request has several cookies with a token' };
  return kept === undefined || kept === '' ? none : { kind: 'token', token: kept };
}

function valuesOf(rawHeaders: readonly string[], lowerName: string): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === lowerName.length && name.toLowerCase() === lowerName) values.push(rawHeaders[index + 1] ?? '');
  }
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
