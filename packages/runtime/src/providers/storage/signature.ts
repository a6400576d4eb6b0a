import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A request as its signature covers it. */
export interface SignedRequest {
  readonly method: string;
  /** As it came, from the first slash on: nothing of it is decoded. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
}

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/** What a signature was found to be. */
export type SignatureVerdict =
  /** @property payload SHA-256 of the body in hexadecimal, which must be held against the body; absent where it is not signed */
  | { readonly kind: 'holds'; readonly payload?: string }
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string };

interface Claim {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20260131T235959Z` */
  readonly at: string;
  readonly payload: string;
  /** Seconds; of an address that was signed in advance. */
  readonly expires?: number;
}

const algorithm = 'AWS4-HMAC-SHA256';
const unsigned = 'UNSIGNED-PAYLOAD';
/** How far the clocks may be apart. */
const skewMs = 15 * 60_000;
/** Nobody may sign an address for longer. */
const longestSeconds = 7 * 24 * 3600;

/**
 * Verifies an AWS signature, version 4, in the `Authorization` header or in the query
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html).
 */
export function verifySignature(request: SignedRequest, key: AccessKey, now: Date): SignatureVerdict {
  const claim = fromHeader(request) ?? fromQuery(request);
  if (claim === undefined) return refused('AccessDenied', 'The request is not signed');
  const scope = scopeOf(claim, key);
  if ('kind' in scope) return scope;
  const late = outOfTime(claim, now);
  if (late !== undefined) return late;
  if (!claim.signedHeaders.includes('host')) return refused('AccessDenied', 'The host is not signed');
  const { day, region } = scope;
  const text = [algorithm, claim.at, `${day}/${region}/s3/aws4_request`, sha256(canonical(request, claim))].join('\n');
  const signing = [region, 's3', 'aws4_request'].reduce(hmac, hmac(Buffer.from(`AWS4${key.secret}`), day));
  if (!isEqual(hmac(signing, text).toString('hex'), claim.signature))
    return refused('SignatureDoesNotMatch', 'The signature does not hold');
  return claim.payload === unsigned ? { kind: 'holds' } : { kind: 'holds', payload: claim.payload };
}

interface Scope {
  readonly day: string;
  readonly region: string;
}

/** What the signing key is made for. */
function scopeOf({ credential, at }: Claim, key: AccessKey): Scope | SignatureVerdict {
  const [id, day = '', region = '', service, end] = credential.split('/');
  if (id !== key.id) return refused('InvalidAccessKeyId', 'There is no such access key');
  const isForS3 = service === 's3' && end === 'aws4_request' && region !== '' && day !== '' && at.startsWith(day);
  return isForS3
    ? { day, region }
    : refused('AuthorizationHeaderMalformed', 'The scope of the credential is not one for S3');
}

function fromHeader({ headers }: SignedRequest): Claim | undefined {
  const match = /^AWS4-HMAC-SHA256\s+(.*)$/.exec(headers.get('authorization') ?? '');
  if (match === null) return undefined;
  const parts = new Map((match[1] ?? '').split(',').map((part) => splitOnce(part.trim(), '=')));
  return {
    credential: parts.get('Credential') ?? '',
    signedHeaders: (parts.get('SignedHeaders') ?? '').split(';'),
    signature: parts.get('Signature') ?? '',
    at: headers.get('x-amz-date') ?? '',
    payload: headers.get('x-amz-content-sha256') ?? '',
  };
}

function fromQuery({ query }: SignedRequest): Claim | undefined {
  const said = new Map(query);
  if (said.get('X-Amz-Algorithm') !== algorithm) return undefined;
  return {
    credential: said.get('X-Amz-Credential') ?? '',
    signedHeaders: (said.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature: said.get('X-Amz-Signature') ?? '',
    at: said.get('X-Amz-Date') ?? '',
    payload: unsigned,
    expires: Number(said.get('X-Amz-Expires') ?? Number.NaN),
  };
}

function outOfTime({ at, expires }: Claim, now: Date): SignatureVerdict | undefined {
  const signedAt = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(signedAt)) return refused('AccessDenied', 'The request does not say when it was signed');
  const age = now.getTime() - signedAt;
  if (expires === undefined)
    return Math.abs(age) > skewMs ? refused('RequestTimeTooSkewed', 'The clocks are too far apart') : undefined;
  if (!(expires >= 1 && expires <= longestSeconds))
    return refused('AuthorizationQueryParametersError', 'X-Amz-Expires is not 1 to 604800');
  return age > expires * 1000 || age < -skewMs ? refused('AccessDenied', 'The address has expired') : undefined;
}

/** The request in the one form that both sides sign. */
function canonical({ method, path, query, headers }: SignedRequest, { signedHeaders, payload }: Claim): string {
  const asked = query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted(byBytes);
  const said = signedHeaders.map((name) => `${name}:${(headers.get(name) ?? '').trim().replaceAll(/\s+/g, ' ')}\n`);
  return [method, path, asked.join('&'), said.join(''), signedHeaders.join(';'), payload].join('\n');
}

function byBytes(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** As RFC 3986 has it: `encodeURIComponent` leaves out a few that AWS does not. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function isEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

function splitOnce(text: string, at: string): readonly [string, string] {
  const index = text.indexOf(at);
  return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

function refused(code: string, reason: string): SignatureVerdict {
  return { kind: 'refused', code, reason };
}
