import { ConfigurationError } from '#supervisor/configuration-error';
import { chosenProvider, type Environment } from '../chosen.ts';
import { openDiskStorage } from './disk-storage.ts';
import { openS3Storage } from './s3-storage.ts';
import type { Storage } from './storage.ts';

export { openDiskStorage } from './disk-storage.ts';
export { openS3Storage, type S3StorageOptions, StorageError } from './s3-storage.ts';
export type { ByteRange, ObjectInfo, PutOptions, Storage, StoredObject } from './storage.ts';

export interface StorageOptions {
  /**
   * S3 where `S3_BUCKET` is set, at `AWS_ENDPOINT_URL_S3` or Amazon's, with `AWS_REGION`, `AWS_ACCESS_KEY_ID` and
   * `AWS_SECRET_ACCESS_KEY`; else on disk. `STORAGE_PROVIDER` may name `s3` or `disk`.
   */
  readonly env: Environment;
  /** Where objects are kept on disk. */
  readonly folder: string;
}

/**
 * Opens the storage that the environment names.
 *
 * @throws {ConfigurationError} when it names an unknown one, or not all that it needs
 */
export async function openStorage({ env, folder }: StorageOptions): Promise<Storage> {
  const provider = chosenProvider('STORAGE_PROVIDER', { s3: 'S3_BUCKET', disk: undefined }, env);
  switch (provider) {
    case 'disk':
      return openDiskStorage(folder);
    case 's3': {
      const region = requiredIn(env, 'AWS_REGION');
      const said = env['AWS_ENDPOINT_URL_S3'] ?? '';
      if (said !== '' && !/^https?:\/\/[^/]/.test(said))
        throw new ConfigurationError('AWS_ENDPOINT_URL_S3 is no address; write it as https://host');
      return openS3Storage({
        endpoint: said === '' ? `https://s3.${region}.amazonaws.com` : said,
        bucket: requiredIn(env, 'S3_BUCKET'),
        region,
        accessKeyId: requiredIn(env, 'AWS_ACCESS_KEY_ID'),
        secretAccessKey: requiredIn(env, 'AWS_SECRET_ACCESS_KEY'),
      });
    }
  }
}

function requiredIn(env: Environment, variable: string): string {
  const value = env[variable];
  if (value === undefined || value === '')
    throw new ConfigurationError(
      `${variable} is not set, and S3 cannot be used without it; set it, or leave S3_BUCKET out to keep files on disk`,
    );
  return value;
}
