import type { Readable } from 'node:stream';
import type { ByteRange, ObjectInfo } from './object.ts';
import { type Asked, answerXml, described } from './s3-asked.ts';
import { conditionOf, requireSource } from './s3-conditions.ts';
import { S3Error, sourceOf } from './s3-request.ts';
import { resultXml } from './s3-xml.ts';

/** Puts a copy of another object, in this bucket or another one; with its metadata, or with other ones. */
export async function copyObject(asked: Asked, key: string): Promise<void> {
  const { bucket, objects, request } = asked;
  const replaces = directiveOf(request.headers['x-amz-metadata-directive']) === 'REPLACE';
  const source = sourceOf(request.headers);
  if (source?.bucket === bucket && source.key === key && !replaces)
    throw new S3Error(400, 'InvalidRequest', 'An object is copied to itself only with other metadata (REPLACE)');
  const copied = await copiedBody(asked);
  if (copied === undefined) throw new S3Error(400, 'InvalidArgument', 'x-amz-copy-source names no object');
  const { contentType, metadata } = replaces ? described(asked) : copied.info;
  const allows = conditionOf(request.headers);
  const info = await objects.put(key, copied.body, { contentType, metadata, ...(allows && { allows }) });
  answerXml(asked, resultXml('CopyObjectResult', { LastModified: info.modifiedAt, ETag: `"${info.etag}"` }));
}

/** The bytes that a request copies from elsewhere; undefined where it brings its own. */
export async function copiedBody({
  objectsOf,
  request,
}: Asked): Promise<{ readonly info: ObjectInfo; readonly body: Readable } | undefined> {
  const source = sourceOf(request.headers);
  if (source === undefined) return undefined;
  const found = await objectsOf(source.bucket).get(source.key, (info) => {
    requireSource(request.headers, info);
    return rangeOf(request.headers['x-amz-copy-source-range'], info);
  });
  if (found === undefined) throw new S3Error(404, 'NoSuchKey', 'There is no object to copy from');
  return found;
}

function directiveOf(said: string | readonly string[] | undefined): 'COPY' | 'REPLACE' {
  if (said === undefined || said === 'COPY') return 'COPY';
  if (said === 'REPLACE') return said;
  throw new S3Error(400, 'InvalidArgument', 'x-amz-metadata-directive is neither COPY nor REPLACE');
}

/** `bytes=0-9`: both ends are named, and are there. */
function rangeOf(said: string | readonly string[] | undefined, { bytes }: ObjectInfo): ByteRange | undefined {
  if (said === undefined) return undefined;
  const match = /^bytes=(\d+)-(\d+)$/.exec(String(said));
  const range = { first: Number(match?.[1] ?? Number.NaN), last: Number(match?.[2] ?? Number.NaN) };
  if (range.first <= range.last && range.last < bytes) return range;
  throw new S3Error(400, 'InvalidArgument', `x-amz-copy-source-range is no range of the ${bytes} bytes of the object`);
}
