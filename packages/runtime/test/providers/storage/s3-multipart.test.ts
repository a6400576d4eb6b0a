import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { AwsClient } from 'aws4fetch';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openS3Server } from '#providers/storage/s3-server';
import { scratch } from '../../sample-system.ts';

const key = { id: 'asbuilt', secret: 'a secret that is long enough' };
const client = new AwsClient({
  accessKeyId: key.id,
  secretAccessKey: key.secret,
  service: 's3',
  region: 'us-east-1',
  retries: 0,
});
const leastBytes = 5 * 1024 * 1024;
const object = 'films/north%20sea.mp4';

let url: string;
let folder: string;

async function open(): Promise<{ close(): Promise<void> }> {
  const server = await openS3Server({ folder, key, log: () => {} });
  onTestFinished(() => server.close());
  url = `http://127.0.0.1:${server.target.port}`;
  return server;
}

beforeEach(async () => {
  folder = await scratch();
  await open();
});

interface Said {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

async function ask(method: string, path: string, init: RequestInit = {}): Promise<Said> {
  const answer = await client.fetch(`${url}/bucket/${path}`, { ...init, method });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

/** The text of an element. */
function inside(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]?.replaceAll('&quot;', '"') ?? '';
}

/** What was answered, in short: `400 InvalidPart`. */
function refusal({ status, text, headers }: Said): string {
  expect([headers.get('content-type'), text]).toEqual(['application/xml', expect.stringMatching(/^<\?xml.*<Error>/s)]);
  return `${status} ${inside(text, 'Code')}`;
}

async function begin(headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const begun = await ask('POST', `${object}?uploads`, { headers });
  expect([begun.status, inside(begun.text, 'Bucket'), inside(begun.text, 'Key')]).toEqual([
    200,
    'bucket',
    'films/north sea.mp4',
  ]);
  return inside(begun.text, 'UploadId');
}

async function putPart(id: string, number: number, body: BodyInit): Promise<string> {
  const put = await ask('PUT', `${object}?partNumber=${number}&uploadId=${id}`, { body });
  expect(put.status).toBe(200);
  return put.headers.get('etag') ?? '';
}

function completion(parts: readonly (readonly [number: number, etag: string])[]): string {
  const named = parts.map(([number, etag]) => `<Part><ETag>${etag}</ETag><PartNumber>${number}</PartNumber></Part>`);
  return `<?xml version="1.0" encoding="UTF-8"?><CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${named.join('')}</CompleteMultipartUpload>`;
}

function complete(
  id: string,
  parts: readonly (readonly [number: number, etag: string])[],
  headers: Readonly<Record<string, string>> = {},
): Promise<Said> {
  return ask('POST', `${object}?uploadId=${id}`, { body: completion(parts), headers });
}

const md5 = (bytes: Buffer): Buffer => createHash('md5').update(bytes).digest();

describe('an object in parts', () => {
  test('is what was put: begun, parts in any order and one of them twice, completed', async () => {
    const [first, second, last] = [randomBytes(leastBytes), randomBytes(leastBytes), randomBytes(1000)];
    const id = await begin({ 'content-type': 'video/mp4', 'x-amz-meta-owner': 'captain' });
    const three = await putPart(id, 3, last);
    await putPart(id, 1, randomBytes(10));
    const one = await putPart(id, 1, first);
    const seven = await putPart(id, 7, randomBytes(20));
    const two = await putPart(id, 2, second);
    expect(one).toBe(`"${md5(first).toString('hex')}"`);
    expect(refusal(await ask('GET', object))).toBe('404 NoSuchKey');

    const listed = await ask('GET', `${object}?uploadId=${id}&max-parts=3`);
    expect([...listed.text.matchAll(/<PartNumber>(\d+)</g)].map((match) => match[1])).toEqual(['1', '2', '3']);
    expect([inside(listed.text, 'IsTruncated'), inside(listed.text, 'NextPartNumberMarker')]).toEqual(['true', '3']);
    expect(inside(listed.text, 'ETag')).toBe(one);
    const rest = await ask('GET', `${object}?uploadId=${id}&part-number-marker=3`);
    expect([inside(rest.text, 'PartNumber'), inside(rest.text, 'ETag'), inside(rest.text, 'Size')]).toEqual([
      '7',
      seven,
      '20',
    ]);

    // As some clients write quotes.
    const done = await complete(id, [
      [1, one.replaceAll('"', '&quot;')],
      [2, two],
      [3, three.replaceAll('"', '')],
    ]);
    const all = createHash('md5')
      .update(Buffer.concat([md5(first), md5(second), md5(last)]))
      .digest('hex');
    expect([done.status, inside(done.text, 'ETag')]).toEqual([200, `"${all}-3"`]);
    const got = await client.fetch(`${url}/bucket/${object}`);
    expect(Buffer.from(await got.arrayBuffer()).equals(Buffer.concat([first, second, last]))).toBe(true);
    expect(Object.fromEntries(got.headers)).toMatchObject({
      etag: `"${all}-3"`,
      'content-type': 'video/mp4',
      'x-amz-meta-owner': 'captain',
    });
    expect(await readdir(`${folder}/.uploads/bucket`)).toEqual([]);
    expect(refusal(await complete(id, [[1, one]]))).toBe('404 NoSuchUpload');
  });

  test('goes on after the server was started anew, and leaves nothing when it is aborted', async () => {
    const id = await begin();
    const etag = await putPart(id, 1, 'small');
    await (await open()).close();
    await open();
    const listed = await ask('GET', `${object}?uploadId=${id}`);
    expect(inside(listed.text, 'ETag')).toBe(etag);
    expect((await ask('DELETE', `${object}?uploadId=${id}`)).status).toBe(204);
    expect(await readdir(`${folder}/.uploads/bucket`)).toEqual([]);
    for (const method of ['GET', 'DELETE'])
      expect(refusal(await ask(method, `${object}?uploadId=${id}`))).toBe('404 NoSuchUpload');
    expect(refusal(await ask('PUT', `${object}?partNumber=1&uploadId=${id}`, { body: 'x' }))).toBe('404 NoSuchUpload');
    expect((await client.fetch(`${url}/bucket?list-type=2`)).status).toBe(200);
  });

  test('is refused with what S3 says: order, missing parts, small ones, other keys, other bytes', async () => {
    const id = await begin();
    const one = await putPart(id, 1, 'small');
    const two = await putPart(id, 2, 'small too');
    expect(
      refusal(
        await complete(id, [
          [2, two],
          [1, one],
        ]),
      ),
    ).toBe('400 InvalidPartOrder');
    expect(refusal(await complete(id, [[1, two]]))).toBe('400 InvalidPart');
    expect(
      refusal(
        await complete(id, [
          [1, one],
          [3, two],
        ]),
      ),
    ).toBe('400 InvalidPart');
    expect(
      refusal(
        await complete(id, [
          [1, one],
          [2, two],
        ]),
      ),
    ).toBe('400 EntityTooSmall');
    expect(refusal(await complete(id, []))).toBe('400 MalformedXML');
    expect(refusal(await ask('POST', `${object}?uploadId=${id}`, { body: '<Part>' }))).toBe('400 MalformedXML');
    expect(refusal(await ask('PUT', `${object}?partNumber=0&uploadId=${id}`, { body: 'x' }))).toBe(
      '400 InvalidArgument',
    );
    expect(refusal(await ask('PUT', `${object}?partNumber=10001&uploadId=${id}`))).toBe('400 InvalidArgument');
    expect(refusal(await ask('GET', `other?uploadId=${id}`))).toBe('404 NoSuchUpload');
    expect(refusal(await ask('GET', `${object}?uploadId=..%2F..%2Fbucket`))).toBe('404 NoSuchUpload');
    const headers = { 'x-amz-content-sha256': createHash('sha256').update('other').digest('hex') };
    expect(refusal(await ask('PUT', `${object}?partNumber=3&uploadId=${id}`, { body: 'x', headers }))).toBe(
      '400 XAmzContentSHA256Mismatch',
    );
    expect(refusal(await complete(id, [[1, one]], headers))).toBe('400 XAmzContentSHA256Mismatch');
    expect((await complete(id, [[1, one]])).status).toBe(200);
  });

  test('may be made of pieces of others, and wants to be the first where that is asked', async () => {
    await ask('PUT', 'source', { body: '0123456789' });
    const copyTo = (id: string, range: string): Promise<Said> =>
      ask('PUT', `${object}?partNumber=1&uploadId=${id}`, {
        headers: { 'x-amz-copy-source': '/bucket/source', 'x-amz-copy-source-range': range },
      });
    const id = await begin();
    const part = await copyTo(id, 'bytes=2-4');
    expect(part.text).toMatch(/<CopyPartResult .*<LastModified>/);
    expect(refusal(await copyTo(id, 'bytes=5-10'))).toBe('400 InvalidArgument');
    const first = [[1, inside(part.text, 'ETag')]] as const;
    expect((await complete(id, first, { 'if-none-match': '*' })).status).toBe(200);
    expect((await ask('GET', object)).text).toBe('234');
    const again = await begin();
    const same = await copyTo(again, 'bytes=2-4');
    const second = [[1, inside(same.text, 'ETag')]] as const;
    expect(refusal(await complete(again, second, { 'if-none-match': '*' }))).toBe('412 PreconditionFailed');
    expect((await complete(again, second)).status).toBe(200);
  });
});

function from(source: string, headers: Readonly<Record<string, string>> = {}): RequestInit {
  return { headers: { 'x-amz-copy-source': source, ...headers } };
}

describe('a copy', () => {
  const described = { 'content-type': 'text/plain', 'x-amz-meta-owner': 'captain' };

  test('has the bytes, type and metadata of its source, from any bucket, or others where that is asked', async () => {
    const put = await ask('PUT', 'a%20b/%C3%A9', { body: 'north', headers: described });
    const etag = put.headers.get('etag') ?? '';
    const elsewhere = await client.fetch(`${url}/other-bucket/copy`, { method: 'PUT', ...from('bucket/a%20b/%C3%A9') });
    const said = await elsewhere.text();
    expect([elsewhere.status, inside(said, 'ETag')]).toEqual([200, etag]);
    expect(Date.parse(inside(said, 'LastModified'))).toBeGreaterThan(Date.now() - 60_000);
    const copy = await client.fetch(`${url}/other-bucket/copy`);
    expect([await copy.text(), Object.fromEntries(copy.headers)]).toEqual([
      'north',
      expect.objectContaining(described),
    ]);
    const renamed = { 'x-amz-metadata-directive': 'REPLACE', 'content-type': 'text/html', 'x-amz-meta-mate': 'yes' };
    expect((await ask('PUT', 'a%20b/%C3%A9', from('/bucket/a%20b/%C3%A9', renamed))).status).toBe(200);
    const { text, headers } = await ask('GET', 'a%20b/%C3%A9');
    expect([
      text,
      headers.get('content-type'),
      headers.get('x-amz-meta-mate'),
      headers.get('x-amz-meta-owner'),
    ]).toEqual(['north', 'text/html', 'yes', null]);
  });

  test('is made only if its source is as it must be', async () => {
    const etag = (await ask('PUT', 'source', { body: 'north' })).headers.get('etag') ?? '';
    const [past, future] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000).toUTCString());
    const copy = async (conditions: Readonly<Record<string, string>>): Promise<number | string> => {
      const headers = Object.entries(conditions).map(([name, value]) => [`x-amz-copy-source-if-${name}`, value]);
      const said = await ask('PUT', 'copy', from('/bucket/source', Object.fromEntries(headers)));
      return said.status === 200 ? 200 : refusal(said);
    };
    const failed = '412 PreconditionFailed';
    expect(await copy({ match: etag })).toBe(200);
    expect(await copy({ match: etag.replaceAll('"', '') })).toBe(200);
    expect(await copy({ match: '"other"' })).toBe(failed);
    expect(await copy({ 'none-match': '"other"' })).toBe(200);
    expect(await copy({ 'none-match': etag })).toBe(failed);
    expect(await copy({ 'modified-since': past ?? '' })).toBe(200);
    expect(await copy({ 'modified-since': future ?? '' })).toBe(failed);
    expect(await copy({ 'unmodified-since': future ?? '' })).toBe(200);
    expect(await copy({ 'unmodified-since': past ?? '' })).toBe(failed);
    // Where both are said, the tag counts.
    expect(await copy({ match: etag, 'unmodified-since': past ?? '' })).toBe(200);
    expect(await copy({ 'none-match': etag, 'modified-since': past ?? '' })).toBe(failed);
  });

  test('is refused where there is nothing to copy, or nothing would change', async () => {
    await ask('PUT', 'source', { body: 'north' });
    expect(refusal(await ask('PUT', 'copy', from('/bucket/gone')))).toBe('404 NoSuchKey');
    expect(refusal(await ask('PUT', 'source', from('/bucket/source')))).toBe('400 InvalidRequest');
    expect(refusal(await ask('PUT', 'copy', from('/bucket')))).toBe('400 InvalidArgument');
    expect(refusal(await ask('PUT', 'copy', from('/bucket/../x')))).toBe('400 InvalidURI');
    expect(refusal(await ask('PUT', 'copy', from('/bucket/source', { 'x-amz-metadata-directive': 'MOVE' })))).toBe(
      '400 InvalidArgument',
    );
  });
});

test('an object is put only if what is there is as it must be', async () => {
  const put = (headers: Readonly<Record<string, string>>, body = 'x'): Promise<Said> =>
    ask('PUT', 'one', { body, headers });
  expect(refusal(await put({ 'if-match': '"x"' }))).toBe('404 NoSuchKey');
  const first = await put({ 'if-none-match': '*' }, 'first');
  expect(first.status).toBe(200);
  expect(refusal(await put({ 'if-none-match': '*' }))).toBe('412 PreconditionFailed');
  expect(refusal(await put({ 'if-match': '"other"' }))).toBe('412 PreconditionFailed');
  expect((await ask('GET', 'one')).text).toBe('first');
  expect((await put({ 'if-match': first.headers.get('etag') ?? '' }, 'second')).status).toBe(200);
});
