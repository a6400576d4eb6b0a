import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '#values/message-of';
import { type LocalServer, listenLocally } from '../local-server.ts';
import { unchunked } from './aws-chunked.ts';
import { MultipartUploads } from './multipart-uploads.ts';
import type { ByteRange, ObjectInfo } from './object.ts';
import { DigestError, ObjectFiles } from './object-files.ts';
import { type Asked, answerXml, described } from './s3-asked.ts';
import { conditionOf, names } from './s3-conditions.ts';
import { copyObject } from './s3-copy.ts';
import { serveMultipart } from './s3-multipart.ts';
import { S3Error, s3Request } from './s3-request.ts';
import { errorXml, listXml } from './s3-xml.ts';
import { type AccessKey, verifySignature } from './signature.ts';

export interface S3ServerOptions {
  /** Gets a folder for each bucket. */
  readonly folder: string;
  readonly key: AccessKey;
  readonly log: (line: string) => void;
}

/** Opens a server that speaks S3 as far as most applications use it; every request has to be signed. A bucket is there as soon as it is named. */
export async function openS3Server(options: S3ServerOptions): Promise<LocalServer> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => fail(error, request, response, options.log));
  });
  return listenLocally(server, 0, () => server.closeAllConnections());
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { folder, key }: S3ServerOptions,
): Promise<void> {
  const asked = s3Request(request);
  const verdict = verifySignature(asked.signed, key, new Date());
  if (verdict.kind === 'refused') throw new S3Error(403, verdict.code, verdict.reason);
  const { payload } = verdict;
  const isChunked = payload === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  if (payload !== undefined && !isChunked && !/^[0-9a-f]{64}$/.test(payload))
    throw new S3Error(
      501,
      'NotImplemented',
      'Bodies whose chunks are signed are not taken; sign the whole body, or none of it',
    );
  const objectsOf = (bucket: string): ObjectFiles => new ObjectFiles(join(folder, bucket));
  await serve({
    ...asked,
    request,
    response,
    objects: objectsOf(asked.bucket),
    objectsOf,
    // No bucket is called so.
    uploads: new MultipartUploads(join(folder, '.uploads', asked.bucket)),
    body: isChunked
      ? Readable.from(unchunked(request, asked.signed.headers.get('x-amz-decoded-content-length')))
      : request,
    ...(payload !== undefined && !isChunked && { sha256: payload }),
  });
}

function serve(asked: Asked): Promise<void> {
  const { key, request, query } = asked;
  const multipart = key === undefined ? undefined : serveMultipart(asked, key);
  if (multipart !== undefined) return multipart;
  const unknown = ['uploads', 'uploadId', 'acl', 'tagging', 'versionId'].find((name) => query.has(name));
  if (unknown !== undefined)
    throw new S3Error(501, 'NotImplemented', `${unknown} is not something that this server knows`);
  const served = key === undefined ? serveBucket(asked) : serveObject(asked, key);
  if (served !== undefined) return served;
  throw new S3Error(405, 'MethodNotAllowed', `${request.method} is nothing that can be done here`);
}

function serveBucket(asked: Asked): Promise<void> | undefined {
  const { method } = asked.request;
  if (method === 'GET') return list(asked);
  return method === 'PUT' || method === 'HEAD' ? Promise.resolve(void asked.response.writeHead(200).end()) : undefined;
}

function serveObject(asked: Asked, key: string): Promise<void> | undefined {
  const { method } = asked.request;
  if (method === 'PUT') return put(asked, key);
  if (method === 'GET' || method === 'HEAD') return get(asked, key);
  return method === 'DELETE' ? remove(asked, key) : undefined;
}

async function put(asked: Asked, key: string): Promise<void> {
  const { body, request, response, objects, sha256 } = asked;
  if (request.headers['x-amz-copy-source'] !== undefined) return copyObject(asked, key);
  const allows = conditionOf(request.headers);
  const { etag } = await objects.put(key, body, {
    ...described(asked),
    ...(sha256 !== undefined && { sha256 }),
    ...(allows && { allows }),
  });
  response.writeHead(200, { etag: `"${etag}"`, 'content-length': 0 }).end();
}

async function get({ request, response, objects }: Asked, key: string): Promise<void> {
  let range: ByteRange | undefined;
  const found = await objects.get(key, (info) => {
    range = rangeOf(request.headers.range, info);
    return range;
  });
  if (found === undefined) throw new S3Error(404, 'NoSuchKey', 'There is no object of this key');
  const { info, body } = found;
  const known = request.headers['if-none-match'];
  if (known !== undefined && names(known, info)) {
    body.destroy();
    response.writeHead(304, { etag: `"${info.etag}"` }).end();
    return;
  }
  const bytes = range === undefined ? info.bytes : range.last - range.first + 1;
  response.writeHead(range === undefined ? 200 : 206, {
    ...headersOf(info),
    'content-length': bytes,
    ...(range && { 'content-range': `bytes ${range.first}-${range.last}/${info.bytes}` }),
  });
  if (request.method === 'HEAD') {
    body.destroy();
    response.end();
    return;
  }
  await pipeline(body, response);
}

async function remove({ response, objects }: Asked, key: string): Promise<void> {
  await objects.remove(key);
  response.writeHead(204).end();
}

async function list(asked: Asked): Promise<void> {
  const { objects, query, bucket } = asked;
  answerXml(asked, listXml(bucket, await objects.list(query.get('prefix') ?? ''), query));
}

function headersOf(info: ObjectInfo): Readonly<Record<string, string>> {
  const metadata = Object.entries(info.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value] as const);
  return {
    'accept-ranges': 'bytes',
    'content-type': info.contentType,
    etag: `"${info.etag}"`,
    'last-modified': new Date(info.modifiedAt).toUTCString(),
    ...Object.fromEntries(metadata),
  };
}

/** `bytes=0-9`, `bytes=10-`, `bytes=-5`; of several, or where it makes no sense, all of it (RFC 9110, section 14.2). */
function rangeOf(header: string | undefined, { bytes }: ObjectInfo): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || match[0] === 'bytes=-') return undefined;
  const [, first = '', last = ''] = match;
  const range =
    first === ''
      ? { first: Math.max(0, bytes - Number(last)), last: bytes - 1 }
      : { first: Number(first), last: Math.min(last === '' ? bytes - 1 : Number(last), bytes - 1) };
  if (range.first > range.last) throw new S3Error(416, 'InvalidRange', `The object has ${bytes} bytes`);
  return range;
}

function fail(error: unknown, request: IncomingMessage, response: ServerResponse, log: (line: string) => void): void {
  const known = asS3Error(error);
  if (known.status >= 500) log(`${request.method} ${request.url} failed: ${known.message}`);
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const body = request.method === 'HEAD' ? '' : errorXml(known);
  // What is left of the body is not read: the connection cannot be used again.
  response.writeHead(known.status, { 'content-type': 'application/xml', connection: 'close' }).end(body);
}

function asS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  if (error instanceof DigestError) return new S3Error(400, 'XAmzContentSHA256Mismatch', error.message);
  return new S3Error(500, 'InternalError', messageOf(error));
}
