import { createHmac } from 'node:crypto';
import type { Caller } from '@asbuilt/core/mechanisms';

/** Who a call is from, as a token of the issuer says. */
export interface Identity extends Caller {
  /** `sub`: unique among those whom the issuer knows. */
  readonly subject: string;
  /** What stands for the subject in logs: the same for every call of a run, and nothing that one could guess from. */
  readonly alias: string;
  /** As who it is counted. */
  readonly countedAs: string;
  /** What services are told: name, value, name, value … */
  readonly headers: readonly string[];
}

/** The claims of a token. */
export type Claims = Readonly<Record<string, unknown>>;

/** @param aliasKey by which aliases are made; kept nowhere */
export function identityOf(
  claims: Claims,
  subject: string,
  rolesClaims: readonly string[],
  aliasKey: Buffer,
): Identity {
  const roles = rolesOf(claims, rolesClaims);
  return {
    subject,
    roles,
    claim: (name) => textsOf(claimAt(claims, name)),
    alias: createHmac('sha256', aliasKey).update(subject).digest('base64url').slice(0, 16),
    countedAs: `user ${subject}`,
    headers: ['Asbuilt-Subject', inHeader(subject), 'Asbuilt-Roles', roles.map(inHeader).join(', ')],
  };
}

/** Lower case: `["User", "admin"]`, or `"user admin"`. */
function rolesOf(claims: Claims, names: readonly string[]): readonly string[] {
  const said = names.map((name) => claimAt(claims, name)).find((value) => value !== undefined);
  const texts = typeof said === 'string' ? said.split(/[\s,]+/) : textsOf(said);
  return texts.filter((text) => text !== '').map((text) => text.toLowerCase());
}

/** A claim by its whole name, which may have dots in it, or by the names of its parts. */
function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split('.')) value = partOf(value, part);
  return value;
}

function partOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
    return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

function textsOf(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? [String(one)] : []));
}

/** As it is where that is safe in a header and in a list, else as in a URL. */
function inHeader(said: string): string {
  return said.replaceAll(/[^\w.:|@~+/=-]/gu, (char) =>
    encodeURIComponent(/\p{Surrogate}/u.test(char) ? '\uFFFD' : char),
  );
}
