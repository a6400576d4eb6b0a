import { type NamedPart, partNumber } from './multipart-uploads.ts';
import { type Asked, answerXml, bodyText, described } from './s3-asked.ts';
import { conditionOf } from './s3-conditions.ts';
import { copiedBody } from './s3-copy.ts';
import { S3Error } from './s3-request.ts';
import { element, partsXml, plain, resultXml } from './s3-xml.ts';

/** The list of ten thousand parts, with room for their spaces. */
const mostBytes = 4 * 1024 * 1024;

/** What is done about an object that comes in parts; undefined where a request is about something else. */
export function serveMultipart(asked: Asked, key: string): Promise<void> | undefined {
  const { request, query } = asked;
  const id = query.get('uploadId');
  if (query.has('uploads') && request.method === 'POST') return create(asked, key);
  if (id === undefined) return undefined;
  if (request.method === 'PUT') return putPart(asked, key, id);
  if (request.method === 'POST') return complete(asked, key, id);
  if (request.method === 'GET') return listParts(asked, key, id);
  return request.method === 'DELETE' ? abort(asked, key, id) : undefined;
}

async function create(asked: Asked, key: string): Promise<void> {
  const id = await asked.uploads.create({ key, ...described(asked) });
  answerXml(asked, resultXml('InitiateMultipartUploadResult', { Bucket: asked.bucket, Key: key, UploadId: id }));
}

async function putPart(asked: Asked, key: string, id: string): Promise<void> {
  const { body, query, response, uploads, sha256 } = asked;
  const number = partNumber(query.get('partNumber') ?? '');
  const copied = await copiedBody(asked);
  const said = copied === undefined && sha256 !== undefined ? { sha256 } : {};
  const { etag, modifiedAt } = await uploads.put({ key, id, number }, copied?.body ?? body, said);
  if (copied !== undefined)
    return answerXml(asked, resultXml('CopyPartResult', { LastModified: modifiedAt, ETag: `"${etag}"` }));
  response.writeHead(200, { etag: `"${etag}"`, 'content-length': 0 }).end();
}

async function complete(asked: Asked, key: string, id: string): Promise<void> {
  const { bucket, objects, request, uploads } = asked;
  const named = namedParts(await bodyText(asked, mostBytes));
  const { etag } = await uploads.complete(objects, { key, id, named }, conditionOf(request.headers));
  const Location = `http://${request.headers.host ?? ''}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  answerXml(
    asked,
    resultXml('CompleteMultipartUploadResult', { Location, Bucket: bucket, Key: key, ETag: `"${etag}"` }),
  );
}

/** `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"…"</ETag></Part>…` */
function namedParts(xml: string): readonly NamedPart[] {
  const parts = [...xml.matchAll(/<Part>([^]*?)<\/Part>/g)].map(([, part = '']) => ({
    number: partNumber(/<PartNumber>\s*(\d+)\s*<\/PartNumber>/.exec(part)?.[1] ?? ''),
    etag: plain(/<ETag>([^<]*)<\/ETag>/.exec(part)?.[1] ?? '').replaceAll(/["\s]/g, ''),
  }));
  if (parts.length === 0 || !/<CompleteMultipartUpload[\s>]/.test(xml))
    throw new S3Error(400, 'MalformedXML', 'The body does not name the parts of an upload');
  return parts;
}

async function listParts(asked: Asked, key: string, id: string): Promise<void> {
  const { bucket, query, uploads } = asked;
  const about = [element('Bucket', bucket), element('Key', key), element('UploadId', id)].join('');
  answerXml(asked, partsXml(about, await uploads.parts(key, id), query));
}

async function abort({ response, uploads }: Asked, key: string, id: string): Promise<void> {
  await uploads.abort(key, id);
  response.writeHead(204).end();
}
