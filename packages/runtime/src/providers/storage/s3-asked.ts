import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { MultipartUploads } from './multipart-uploads.ts';
import type { NewObject } from './object.ts';
import { DigestError, type ObjectFiles } from './object-files.ts';
import { S3Error, type S3Request } from './s3-request.ts';

/** A request whose signature holds, and what it is about. */
export interface Asked extends S3Request {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The bytes that it brings. */
  readonly body: Readable;
  /** Of the bucket. */
  readonly objects: ObjectFiles;
  /** Of another bucket. */
  readonly objectsOf: (bucket: string) => ObjectFiles;
  readonly uploads: MultipartUploads;
  /** SHA-256 that the body must have; absent where it was not signed. */
  readonly sha256?: string;
}

/** What a client says of an object that it puts. */
export function described({ request }: Asked): Required<Pick<NewObject, 'contentType' | 'metadata'>> {
  const metadata = Object.entries(request.headers).flatMap(([name, value]) =>
    name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), String(value)] as const] : [],
  );
  const contentType = request.headers['content-type'] ?? 'application/octet-stream';
  return { contentType, metadata: Object.fromEntries(metadata) };
}

/** The body of a request that says something, rather than being kept. */
export async function bodyText({ body: source, sha256 }: Asked, mostBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of source) {
    if (!Buffer.isBuffer(piece)) continue;
    bytes += piece.length;
    if (bytes > mostBytes) throw new S3Error(400, 'MaxMessageLengthExceeded', 'What the request says is too long');
    pieces.push(piece);
  }
  const body = Buffer.concat(pieces);
  if (sha256 !== undefined && createHash('sha256').update(body).digest('hex') !== sha256)
    throw new DigestError('The bytes are not those whose SHA-256 was given');
  return body.toString();
}

/** Answers with XML. */
export function answerXml({ response }: Asked, xml: string): void {
  response.writeHead(200, { 'content-type': 'application/xml' }).end(xml);
}
