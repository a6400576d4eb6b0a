import type { SigningAlgorithm } from '@asbuilt/core/model';

/** Of a token: many times as large as those of issuers, and small enough to be looked at. */
const mostCharacters = 8192;
const knownTypes: ReadonlySet<string> = new Set(['jwt', 'at+jwt', 'application/at+jwt']);

/**
 * What is wrong with a token by its form, before any key is looked for; undefined where nothing is. Of what its header
 * names, only `alg` and `kid` are ever used: where keys come from (`jku`, `x5u`, `jwk`, `x5c`), a token does not say.
 */
export function faultOfForm(token: string, algorithms: readonly SigningAlgorithm[]): string | undefined {
  if (token.length > mostCharacters) return 'The token is too large';
  const parts = token.split('.');
  if (parts.length !== 3 || parts.some((part) => !/^[\w-]+$/.test(part))) return 'The token is no signed JWT';
  const header = decode(parts[0] ?? '');
  if (header === undefined) return 'The token has no header that can be read';
  return faultOfHeader(header, algorithms);
}

function faultOfHeader(header: Header, algorithms: readonly SigningAlgorithm[]): string | undefined {
  const { alg, typ, kid } = header;
  if (!algorithms.some((algorithm) => algorithm === alg)) return 'The token is signed in a way that is not accepted';
  if ('crit' in header || 'b64' in header) return 'The token needs an extension that is not known';
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

function decode(part: string): Header | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Header {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
