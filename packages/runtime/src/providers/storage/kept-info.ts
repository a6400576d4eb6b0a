import { readFile } from 'node:fs/promises';
import type { ObjectInfo } from './object.ts';

/** What a file says of an object. */
export interface KeptInfo extends ObjectInfo {
  /** Name of the file that has the bytes, beside this one. */
  readonly file: string;
}

/** Without where its bytes are. */
export function shown({ key, bytes, etag, contentType, metadata, modifiedAt }: KeptInfo): ObjectInfo {
  return { key, bytes, etag, contentType, metadata, modifiedAt };
}

/** Reads such a file; undefined where there is none. */
export async function readInfo(path: string): Promise<KeptInfo | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (!isKeptInfo(value)) throw new Error(`${path} does not describe an object; remove it`);
    return value;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isKeptInfo(value: unknown): value is KeptInfo {
  return typeof value === 'object' && value !== null && 'key' in value && 'file' in value && 'etag' in value;
}
