import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { SignedRequest } from './signature.ts';
import { faultOfKey } from './storage-key.ts';

/** What a request wants, and the parts of it that its signature covers. */
export interface S3Request {
  readonly signed: SignedRequest;
  readonly query: ReadonlyMap<string, string>;
  readonly bucket: string;
  /** Absent where the bucket itself is meant. */
  readonly key?: string;
}

/** An error as S3 answers it. */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * Reads where a request points: `/bucket/key`.
 *
 * @throws {S3Error} for what names no object
 */
export function s3Request(request: IncomingMessage): S3Request {
  const [path, search = ''] = splitOnce(request.url ?? '', '?');
  const query = search === '' ? [] : search.split('&').map((part) => pairOf(part));
  const headers = new Map(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const signed = { method: request.method ?? '', path, query, headers };
  return { signed, query: new Map(query), ...objectAt(path) };
}

/** The object that a request copies from (`/bucket/key`, encoded as URLs are); undefined where it copies none. */
export function sourceOf(headers: IncomingHttpHeaders): { readonly bucket: string; readonly key: string } | undefined {
  const said = headers['x-amz-copy-source'];
  if (said === undefined) return undefined;
  const [path, search] = splitOnce(String(said), '?');
  if (search !== undefined) throw new S3Error(501, 'NotImplemented', 'Objects have no versions here');
  const { bucket, key } = objectAt(path.startsWith('/') ? path : `/${path}`);
  if (key === undefined) throw new S3Error(400, 'InvalidArgument', 'x-amz-copy-source names no object');
  return { bucket, key };
}

function objectAt(path: string): Pick<S3Request, 'bucket' | 'key'> {
  const [bucket, key] = splitOnce(path.slice(1), '/');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    throw new S3Error(400, 'InvalidBucketName', 'The name of a bucket is 3 to 63 of a–z, 0–9, dots and hyphens');
  return { bucket, ...(key !== undefined && key !== '' && { key: keyOf(decoded(key)) }) };
}

function keyOf(key: string): string {
  const fault = faultOfKey(key);
  if (fault !== undefined) throw new S3Error(400, 'InvalidURI', fault);
  return key;
}

function pairOf(part: string): readonly [string, string] {
  const [name, value = ''] = splitOnce(part, '=');
  return [decoded(name.replaceAll('+', ' ')), decoded(value.replaceAll('+', ' '))];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error(400, 'InvalidURI', 'The address is not encoded as URLs are');
  }
}

function splitOnce(text: string, at: string): readonly [string, string?] {
  const index = text.indexOf(at);
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + at.length)];
}
