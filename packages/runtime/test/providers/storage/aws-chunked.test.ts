import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { AwsClient } from 'aws4fetch';
import { array, assert, asyncProperty, integer, uint8Array } from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { unchunked } from '#providers/storage/aws-chunked';
import { openS3Server } from '#providers/storage/s3-server';
import { scratch } from '../../sample-system.ts';

const key = { id: 'asbuilt', secret: 'a secret that is long enough' };

function sumOf(bytes: Uint8Array): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum.toString('base64');
}

/** As SDKs write it. */
function chunked(chunks: readonly Uint8Array[], trailer: string): Buffer {
  const framed = chunks.flatMap((chunk) => [
    Buffer.from(`${chunk.length.toString(16)}\r\n`),
    chunk,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...framed, Buffer.from(`0\r\n${trailer}\r\n`)]);
}

test('what an SDK reads from a stream arrives as it was, and what was changed on its way does not', async () => {
  const server = await openS3Server({ folder: await scratch(), key, log: () => {} });
  onTestFinished(() => server.close());
  const { id: accessKeyId, secret: secretAccessKey } = key;
  const client = new AwsClient({ accessKeyId, secretAccessKey, service: 's3', region: 'us-east-1', retries: 0 });
  const url = `http://127.0.0.1:${server.target.port}/bucket/stream`;
  const bytes = randomBytes(200_000);
  const put = async (sum: string, length = bytes.length, end = 0): Promise<string> => {
    const body = chunked([bytes.subarray(0, 65_536), bytes.subarray(65_536)], `x-amz-checksum-crc32:${sum}\r\n`);
    const headers = {
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': String(length),
      'x-amz-trailer': 'x-amz-checksum-crc32',
    };
    const said = await client.fetch(url, {
      method: 'PUT',
      headers,
      body: Uint8Array.from(body.subarray(0, body.length - end)),
    });
    return `${said.status} ${/<Code>(\w+)</.exec(await said.text())?.[1] ?? ''}`;
  };
  expect(await put(sumOf(Buffer.from('other')))).toBe('400 BadDigest');
  expect(await put(sumOf(bytes), 1)).toBe('400 IncompleteBody');
  expect(await put(sumOf(bytes), bytes.length, 10)).toBe('400 IncompleteBody');
  expect((await client.fetch(url)).status).toBe(404);
  expect(await put(sumOf(bytes))).toBe('200 ');
  expect(Buffer.from(await (await client.fetch(url)).arrayBuffer()).equals(bytes)).toBe(true);
});

test('however the chunks lie, and wherever the network cuts them', async () => {
  const chunks = array(uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 6 });
  await assert(
    asyncProperty(chunks, integer({ min: 1, max: 50 }), async (written, cut) => {
      const whole = Buffer.concat(written);
      const body = chunked(written, `x-amz-checksum-crc32:${sumOf(whole)}\r\n`);
      const pieces = Array.from({ length: Math.ceil(body.length / cut) }, (_, index) =>
        body.subarray(index * cut, (index + 1) * cut),
      );
      const read = await buffer(Readable.from(unchunked(Readable.from(pieces), String(whole.length))));
      expect(read.equals(whole)).toBe(true);
    }),
  );
});
