/** What the payload of a token says, and its header. */
type Members = Readonly<Record<string, unknown>>;

/**
 * What a token is for, where that is something else than calling a service: tokens of an issuer have the same keys, and
 * often the same audience (RFC 8725, section 3.12). Undefined where nothing speaks against it.
 */
export function faultOfUse({ typ: headerType }: Members, payload: Members): string | undefined {
  const { typ, token_use: use, cnf, events, sts } = payload;
  if (cnf !== undefined) return 'The token holds only with the key that it is bound to';
  if (events !== undefined) return 'The token tells of an event, and gives no access';
  // Clerk's, while its user has something left to do, as its own SDK has it.
  if (sts === 'pending') return 'Who signs in has not finished doing so';
  // Keycloak and Cognito say it in so many words.
  if (isOneOf(typ, ['id', 'refresh', 'offline', 'logout']) || isOneOf(use, ['id', 'refresh'])) return givesNoAccess;
  if (isOneOf(headerType, ['at+jwt', 'application/at+jwt']) || isOneOf(typ, ['bearer']) || isOneOf(use, ['access']))
    return undefined;
  // Only ID tokens have these (OpenID Connect Core, sections 2 and 3.3.2.11).
  return idTokenClaims.some((name) => Object.hasOwn(payload, name)) ? givesNoAccess : undefined;
}

const idTokenClaims = ['nonce', 'at_hash', 'c_hash', 's_hash'];
const givesNoAccess = 'The token tells an application who signed in, and gives no access';

function isOneOf(said: unknown, words: readonly string[]): boolean {
  return typeof said === 'string' && words.includes(said.toLowerCase());
}
