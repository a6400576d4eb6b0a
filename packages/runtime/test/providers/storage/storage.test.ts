import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openStorage, type Storage } from '#providers/storage/open-storage';
import { openS3Server } from '#providers/storage/s3-server';
import { scratch } from '../../sample-system.ts';

const key = { id: 'asbuilt', secret: 'a secret that is long enough' };

/** What names a store of our own, which verifies every signature. */
async function s3Environment(): Promise<Readonly<Record<string, string>>> {
  const server = await openS3Server({ folder: await scratch(), key, log: () => {} });
  onTestFinished(() => server.close());
  return {
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${server.target.port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: key.id,
    AWS_SECRET_ACCESS_KEY: key.secret,
    S3_BUCKET: 'harbour',
  };
}

describe.each(['disk', 's3'])('the storage %s', (provider) => {
  let storage: Storage;

  beforeEach(async () => {
    const env = provider === 's3' ? await s3Environment() : {};
    storage = await openStorage({ env, folder: join(await scratch(), 'files') });
  });

  test('gives back what was put, whole or in part', async () => {
    const bytes = randomBytes(200_000);
    const name = 'charts/north sea/é+&%.bin';
    const put = await storage.put(name, Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]), {
      contentType: 'application/x-chart',
      metadata: { owner: 'captain' },
    });
    expect(put).toMatchObject({ key: name, bytes: 200_000 });
    const found = await storage.get(name);
    expect(found?.info).toMatchObject({
      ...put,
      modifiedAt: expect.any(String),
      contentType: 'application/x-chart',
      metadata: { owner: 'captain' },
    });
    expect((await buffer(found?.body ?? Readable.from([]))).equals(bytes)).toBe(true);
    const part = await storage.get(name, { first: 10, last: 19 });
    expect(part?.info.bytes).toBe(200_000);
    expect((await buffer(part?.body ?? Readable.from([]))).equals(bytes.subarray(10, 20))).toBe(true);
    expect(await storage.info(name)).toMatchObject({ bytes: 200_000, etag: put.etag });
  });

  test('replaces, lists and removes', async () => {
    await storage.put('a/1', 'one');
    await storage.put('a/2 <&>', 'two');
    await storage.put('b', '');
    await storage.put('a/1', 'uno');
    expect(await storage.list()).toEqual(['a/1', 'a/2 <&>', 'b']);
    expect(await storage.list('a/')).toEqual(['a/1', 'a/2 <&>']);
    expect(await text((await storage.get('a/1'))?.body ?? Readable.from([]))).toBe('uno');
    await storage.remove('a/1');
    await storage.remove('a/1');
    expect(await storage.get('a/1')).toBeUndefined();
    expect(await storage.info('a/1')).toBeUndefined();
    expect((await storage.info('b'))?.bytes).toBe(0);
  });

  test.each(['../../etc/passwd', 'a/../b', './a', '/etc/passwd', 'a\\..\\b', 'a\0b', '', 'x'.repeat(1025)])(
    'takes %j for no key',
    async (name) => {
      await expect(storage.put(name, 'x')).rejects.toBeInstanceOf(RangeError);
      await expect(storage.get(name)).rejects.toBeInstanceOf(RangeError);
      await expect(storage.remove(name)).rejects.toBeInstanceOf(RangeError);
      expect(await storage.list()).toEqual([]);
    },
  );
});

test('a storage lists more keys than one page of S3 has', async () => {
  const storage = await openStorage({ env: await s3Environment(), folder: '' });
  const names = Array.from({ length: 1_003 }, (_, index) => `k${String(index).padStart(4, '0')}`);
  for (let from = 0; from < names.length; from += 50)
    await Promise.all(names.slice(from, from + 50).map((name) => storage.put(name, name)));
  expect(await storage.list()).toEqual(names);
});

test('what S3 refuses is an error that names its reason', async () => {
  const env = { ...(await s3Environment()), AWS_SECRET_ACCESS_KEY: 'another' };
  const storage = await openStorage({ env, folder: '' });
  await expect(storage.put('a', 'x')).rejects.toMatchObject({ name: 'StorageError', code: 'SignatureDoesNotMatch' });
});

const refusal = async (env: Readonly<Record<string, string>>): Promise<string> =>
  openStorage({ env, folder: '' }).then(String, (error: unknown) => String(error));

test('the environment says which storage, or an error says what is missing', async () => {
  expect(await refusal({ STORAGE_PROVIDER: 's4' })).toBe(
    'ConfigurationError: STORAGE_PROVIDER names "s4", and there is no such provider; did you mean "s3"?',
  );
  expect(await refusal({ S3_BUCKET: 'harbour' })).toBe(
    'ConfigurationError: AWS_REGION is not set, and S3 cannot be used without it; set it, or leave S3_BUCKET out to keep files on disk',
  );
  expect(await refusal({ STORAGE_PROVIDER: 's3' })).toBe(
    'ConfigurationError: STORAGE_PROVIDER is "s3", but S3_BUCKET is not set; set it, or leave STORAGE_PROVIDER out',
  );
});
