import { Readable } from 'node:stream';
import { ObjectFiles } from './object-files.ts';
import type { Storage } from './storage.ts';
import { faultOfKey } from './storage-key.ts';

/** Opens a storage in a folder of this machine. */
export function openDiskStorage(folder: string): Storage {
  const objects = new ObjectFiles(folder);
  return {
    put: async (key, body, options = {}) => objects.put(requireKey(key), toStream(body), options),
    get: async (key, range) => objects.get(requireKey(key), (info) => range && withinBytes(range, info.bytes)),
    info: async (key) => objects.info(requireKey(key)),
    remove: async (key) => objects.remove(requireKey(key)),
    list: async (prefix) => (await objects.list(prefix)).map(({ key }) => key),
  };
}

/** @throws {RangeError} for what is no key */
export function requireKey(key: string): string {
  const fault = faultOfKey(key);
  if (fault !== undefined) throw new RangeError(`${fault}: ${JSON.stringify(key)}`);
  return key;
}

function toStream(body: string | Buffer | Readable): Readable {
  return body instanceof Readable ? body : Readable.from([Buffer.from(body)]);
}

function withinBytes({ first, last }: { readonly first: number; readonly last: number }, bytes: number) {
  if (first > last || first >= bytes || first < 0) throw new RangeError(`bytes ${first}–${last} of ${bytes} are none`);
  return { first, last: Math.min(last, bytes - 1) };
}
