import type { SigningAlgorithm } from '@asbuilt/core/model';
import { isRecord } from '#values/is-record';

/** Of a token: many times as large as those of issuers, and small enough to be looked at. */
const mostCharacters = 8192;
const knownTypes: ReadonlySet<string> = new Set(['jwt', 'at+jwt', 'application/at+jwt']);
/** Of signed tokens, and of encrypted ones. */
const extensions = ['crit', 'b64', 'zip', 'enc'];
/** Written in the one way that there is: bits at the end that mean nothing are none, so that no token has two forms. */
const isBase64url = /^(?:[\w-]{4})*(?:[\w-]{4}|[\w-]{2}[AEIMQUYcgkosw048]|[\w-][AQgw])$/;

/**
 * What is wrong with a token by its form, before any key is looked for; undefined where nothing is. Of what its header
 * names, only `alg` and `kid` are ever used: where keys come from (`jku`, `x5u`, `jwk`, `x5c`), a token does not say.
 */
export function faultOfForm(token: string, algorithms: readonly SigningAlgorithm[]): string | undefined {
  if (token.length > mostCharacters) return 'The token is too large';
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every((part) => isBase64url.test(part))) return 'The token is no signed JWT';
  const header = headerOf(token);
  if (header === undefined) return 'The token has no header that can be read';
  return faultOfHeader(header, algorithms);
}

function faultOfHeader(
  header: Readonly<Record<string, unknown>>,
  algorithms: readonly SigningAlgorithm[],
): string | undefined {
  const { alg, typ, kid }: Header = header;
  if (!algorithms.some((algorithm) => algorithm === alg)) return 'The token is signed in a way that is not accepted';
  if (extensions.some((name) => Object.hasOwn(header, name))) return 'The token needs an extension that is not known';
  if (typ !== undefined && !isKnownType(typ)) return 'The token is of another type';
  return kid === undefined || typeof kid === 'string' ? undefined : 'The token names its key in an unknown form';
}

interface Header {
  readonly alg?: unknown;
  readonly typ?: unknown;
  readonly kid?: unknown;
}

function isKnownType(typ: unknown): boolean {
  return typeof typ === 'string' && knownTypes.has(typ.toLowerCase());
}

/** The header of a token; undefined where that cannot be read. */
export function headerOf(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(textOfPart(token, 0));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The header (0) or the payload (1) of a token, as JSON. */
export function textOfPart(token: string, part: 0 | 1): string {
  return Buffer.from(token.split('.')[part] ?? '', 'base64url').toString('utf8');
}
