import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openS3Server } from '#providers/storage/s3-server';
import { scratch } from '../../sample-system.ts';

const key = { id: 'asbuilt', secret: 'a secret that is long enough' };

let url: string;
let folder: string;
let client: AwsClient;

function clientOf(secretAccessKey: string): AwsClient {
  return new AwsClient({ accessKeyId: key.id, secretAccessKey, service: 's3', region: 'us-east-1', retries: 0 });
}

beforeEach(async () => {
  folder = await scratch();
  const server = await openS3Server({ folder, key, log: () => {} });
  onTestFinished(() => server.close());
  url = `http://127.0.0.1:${server.target.port}`;
  client = clientOf(key.secret);
});

async function put(
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return client.fetch(`${url}/bucket/${path}`, { method: 'PUT', body, headers });
}

/** Status and code of a refusal. */
async function refusal(response: Promise<Response>): Promise<string> {
  const { status, text } = await response.then(async (answer) => ({
    status: answer.status,
    text: await answer.text(),
  }));
  return `${status} ${/<Code>(\w+)<\/Code>/.exec(text)?.[1]}`;
}

async function everyFile(): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function part(range: string): Promise<readonly [number, string, string | null]> {
  const answer = await client.fetch(`${url}/bucket/digits`, { headers: { range } });
  return [answer.status, await answer.text(), answer.headers.get('content-range')];
}

async function list(
  query: string,
): Promise<{ readonly keys: string[]; readonly prefixes: string[]; readonly next?: string }> {
  const text = await (await client.fetch(`${url}/bucket?list-type=2&${query}`)).text();
  const all = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
  const next = /<NextContinuationToken>(.*?)</.exec(text)?.[1];
  return {
    keys: all(/<Key>(.*?)</g),
    prefixes: all(/<CommonPrefixes><Prefix>(.*?)</g),
    ...(next !== undefined && { next }),
  };
}

async function presigned(seconds: number, method = 'GET'): Promise<string> {
  const address = new URL(`${url}/bucket/one`);
  address.searchParams.set('X-Amz-Expires', String(seconds));
  return (await client.sign(address, { method, aws: { signQuery: true } })).url;
}

async function raw(path: string): Promise<string> {
  const signed = await client.sign(`${url}/bucket/x`, { method: 'GET' });
  return new Promise((settle, reject) => {
    const call = request({
      host: '127.0.0.1',
      port: new URL(url).port,
      path,
      headers: Object.fromEntries(signed.headers),
    });
    call.once('error', reject).once('response', (answer) => {
      answer.resume();
      settle(String(answer.statusCode));
    });
    call.end();
  });
}

describe('an object', () => {
  test('is what was put: bytes, type, metadata, and S3 names its MD5', async () => {
    const bytes = randomBytes(300_000);
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    const headers = { 'content-type': 'image/png', 'x-amz-meta-owner': 'captain' };
    const stored = await put('charts/north%20sea/%C3%A9.png', bytes, headers);
    expect([stored.status, stored.headers.get('etag')]).toEqual([200, etag]);
    const found = await client.fetch(`${url}/bucket/charts/north%20sea/%C3%A9.png`);
    expect(Buffer.from(await found.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(found.headers)).toMatchObject({ ...headers, etag, 'content-length': '300000' });
    const head = await client.fetch(`${url}/bucket/charts/north%20sea/%C3%A9.png`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '300000']);
    const known = await client.fetch(`${url}/bucket/charts/north%20sea/%C3%A9.png`, {
      headers: { 'if-none-match': etag },
    });
    expect(known.status).toBe(304);
  });

  test('is given in part', async () => {
    await put('digits', '0123456789');
    expect(await part('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10']);
    expect(await part('bytes=7-')).toEqual([206, '789', 'bytes 7-9/10']);
    expect(await part('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10']);
    expect((await part('bytes=10-'))[0]).toBe(416);
  });

  test('is replaced and removed without leaving anything', async () => {
    await put('one', 'first');
    await put('one', 'second');
    expect(await (await client.fetch(`${url}/bucket/one`)).text()).toBe('second');
    expect(await everyFile()).toHaveLength(2);
    expect((await client.fetch(`${url}/bucket/one`, { method: 'DELETE' })).status).toBe(204);
    expect((await client.fetch(`${url}/bucket/one`, { method: 'DELETE' })).status).toBe(204);
    expect(await refusal(client.fetch(`${url}/bucket/one`))).toBe('404 NoSuchKey');
    expect(await everyFile()).toEqual([]);
  });

  test('that breaks off is not there, and the one before still is', async () => {
    await put('one', 'first');
    const signed = await client.sign(`${url}/bucket/one`, {
      method: 'PUT',
      headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    });
    const call = request(signed.url, {
      method: 'PUT',
      headers: { ...Object.fromEntries(signed.headers), 'content-length': '1000000' },
    });
    const broken = new Promise((settle) => call.once('error', settle));
    call.write('only the beginning');
    await expect.poll(async () => (await everyFile()).length).toBe(3);
    call.destroy();
    await broken;
    await expect.poll(async () => (await everyFile()).length).toBe(2);
    expect(await (await client.fetch(`${url}/bucket/one`)).text()).toBe('first');
  });
});

test('keys are listed in pages, by prefix, and in folders', async () => {
  for (const name of ['a/1', 'a/2', 'b', 'c/deep/1']) await put(name, name);
  expect(await list('prefix=a%2F')).toEqual({ keys: ['a/1', 'a/2'], prefixes: [] });
  expect(await list('delimiter=%2F')).toEqual({ keys: ['b'], prefixes: ['a/', 'c/'] });
  const first = await list('max-keys=3');
  expect(first.keys).toEqual(['a/1', 'a/2', 'b']);
  expect(await list(`max-keys=3&continuation-token=${first.next}`)).toEqual({ keys: ['c/deep/1'], prefixes: [] });
});

describe('an address that was signed in advance', () => {
  test('lets anybody in who has it, for what it is signed for', async () => {
    expect((await fetch(await presigned(60, 'PUT'), { method: 'PUT', body: 'by address' })).status).toBe(200);
    expect(await (await fetch(await presigned(60))).text()).toBe('by address');
    expect(await refusal(fetch(await presigned(60), { method: 'DELETE' }))).toBe('403 SignatureDoesNotMatch');
    expect(await refusal(fetch((await presigned(60)).replace('/one', '/two')))).toBe('403 SignatureDoesNotMatch');
    expect(await refusal(fetch(`${await presigned(60)}&response-content-type=text%2Fhtml`))).toBe(
      '403 SignatureDoesNotMatch',
    );
  });

  test('ends, and cannot be good for more than a week', async () => {
    expect(await refusal(fetch((await presigned(60)).replace('Expires=60', 'Expires=600')))).toBe(
      '403 SignatureDoesNotMatch',
    );
    expect(await refusal(fetch(await presigned(604_801)))).toBe('403 AuthorizationQueryParametersError');
    const past = new URL(`${url}/bucket/one`);
    past.searchParams.set('X-Amz-Expires', '60');
    const at = new Date(Date.now() - 61_000).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
    const signed = await client.sign(past, { aws: { signQuery: true, datetime: at } });
    expect(await refusal(fetch(signed.url))).toBe('403 AccessDenied');
  });
});

describe('what is refused', () => {
  test('requests that are not signed, or with another secret or key', async () => {
    await put('one', 'mine');
    expect(await refusal(fetch(`${url}/bucket/one`))).toBe('403 AccessDenied');
    expect(await refusal(clientOf('another secret').fetch(`${url}/bucket/one`))).toBe('403 SignatureDoesNotMatch');
    const stranger = new AwsClient({
      accessKeyId: 'someone',
      secretAccessKey: key.secret,
      service: 's3',
      region: 'x',
      retries: 0,
    });
    expect(await refusal(stranger.fetch(`${url}/bucket/one`))).toBe('403 InvalidAccessKeyId');
  });

  test('requests that were changed on their way, or are old', async () => {
    const signed = await client.sign(`${url}/bucket/one`, { method: 'PUT', body: 'mine' });
    const send = (change: Readonly<Record<string, string>>, body: string, path = '/bucket/one'): Promise<Response> =>
      fetch(`${url}${path}`, { method: 'PUT', headers: { ...Object.fromEntries(signed.headers), ...change }, body });
    expect(await refusal(send({}, 'mine', '/bucket/two'))).toBe('403 SignatureDoesNotMatch');
    expect(await refusal(send({}, 'mine', '/bucket/one?acl'))).toBe('403 SignatureDoesNotMatch');
    expect(await refusal(send({ 'x-amz-date': '20200101T000000Z' }, 'mine'))).toBe('403 AuthorizationHeaderMalformed');
    const old = await client.sign(`${url}/bucket/one`, { aws: { datetime: '20200101T000000Z' } });
    expect(await refusal(fetch(old))).toBe('403 RequestTimeTooSkewed');
    const hashed = await client.sign(`${url}/bucket/one`, {
      method: 'PUT',
      headers: { 'x-amz-content-sha256': createHash('sha256').update('mine').digest('hex') },
    });
    const other = await fetch(hashed.url, { method: 'PUT', headers: hashed.headers, body: 'yours' });
    expect(await refusal(Promise.resolve(other))).toBe('400 XAmzContentSHA256Mismatch');
    expect(await refusal(client.fetch(`${url}/bucket/one`))).toBe('404 NoSuchKey');
  });

  test('keys that would lead out of the bucket, and buckets that are none', async () => {
    for (const path of [
      '/bucket/../../etc/passwd',
      '/bucket/%2e%2e/x',
      '/bucket/a%2F..%2F..%2Fx',
      '/bucket//etc',
      '/bucket/a%00',
      '/../x',
      '/%2e%2e/x',
      '/b/x',
      '/bucket/%zz',
    ])
      expect([path, await raw(path)]).toEqual([path, '400']);
    expect(await everyFile()).toEqual([]);
  });

  test('what this server does not know, so that nobody takes it for done', async () => {
    expect(await refusal(client.fetch(`${url}/bucket?uploads`))).toBe('501 NotImplemented');
    expect(await refusal(put('one', 'x', { 'x-amz-copy-source': '/bucket/two?versionId=7' }))).toBe(
      '501 NotImplemented',
    );
    expect(await refusal(put('one', 'x', { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' }))).toBe(
      '501 NotImplemented',
    );
  });
});

test('what lies in the folder is for its owner alone', async () => {
  await put('one', 'mine');
  const { stat } = await import('node:fs/promises');
  for (const name of await readdir(join(folder, 'bucket'), { recursive: true })) {
    expect((await stat(join(folder, 'bucket', name))).mode & 0o077).toBe(0);
  }
});
