import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { NewObject, ObjectInfo } from './object.ts';
import { ObjectFiles } from './object-files.ts';
import { S3Error } from './s3-request.ts';

/** S3 takes no smaller part but the last one. */
const leastPartBytes = 5 * 1024 * 1024;
const mostParts = 10_000;

/** A part as a client names it when it completes an upload. */
export interface NamedPart {
  readonly number: number;
  /** Without quotes. */
  readonly etag: string;
}

/** A part that has come. */
export interface Part extends NamedPart {
  readonly bytes: number;
  readonly modifiedAt: string;
}

/** Which one. */
interface Upload {
  readonly key: string;
  readonly id: string;
}

/** What was said of an object when its upload began. */
type Begun = Pick<NewObject, 'contentType' | 'metadata'> & { readonly key: string };

/**
 * Objects that come in parts, each of which is kept as an object is: whole or not at all, also after a restart. An upload
 * that is neither completed nor aborted stays.
 */
export class MultipartUploads {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Begins one, and says its id. */
  async create(begun: Begun): Promise<string> {
    const id = randomUUID();
    const place = join(this.#folder, id);
    await mkdir(place, { recursive: true, mode: 0o700 });
    await writeFile(join(place, 'upload.json'), JSON.stringify(begun), { mode: 0o600, flush: true });
    return id;
  }

  /** Keeps a part; one of the same number is replaced. */
  async put(
    { key, id, number }: Upload & { readonly number: number },
    body: Readable,
    said: NewObject,
  ): Promise<ObjectInfo> {
    await this.#begun(key, id);
    return this.#partsOf(id).put(nameOf(number), body, said);
  }

  /** Those that have come, by their numbers. */
  async parts(key: string, id: string): Promise<readonly Part[]> {
    await this.#begun(key, id);
    const parts = await this.#partsOf(id).list();
    return parts
      .map(({ key: name, etag, bytes, modifiedAt }) => ({ number: Number(name), etag, bytes, modifiedAt }))
      .toSorted((one, other) => one.number - other.number);
  }

  /** Puts the object that consists of the named parts, and forgets the upload. */
  async complete(
    objects: ObjectFiles,
    upload: Upload & { readonly named: readonly NamedPart[] },
    allows?: NewObject['allows'],
  ): Promise<ObjectInfo> {
    const { key, id, named } = upload;
    const begun = await this.#begun(key, id);
    requireParts(named, await this.parts(key, id));
    const body = Readable.from(this.#bytesOf(id, named));
    const etag = `${md5OfAll(named)}-${named.length}`;
    const info = await objects.put(key, body, { ...begun, etag, ...(allows && { allows }) });
    await this.abort(key, id);
    return info;
  }

  async abort(key: string, id: string): Promise<void> {
    await this.#begun(key, id);
    await rm(join(this.#folder, id), { recursive: true, force: true });
  }

  async #begun(key: string, id: string): Promise<Begun> {
    const begun = /^[0-9a-f-]{36}$/.test(id) ? await readBegun(join(this.#folder, id, 'upload.json')) : undefined;
    if (begun?.key === key) return begun;
    throw new S3Error(404, 'NoSuchUpload', 'There is no such upload: it was completed or aborted, or never begun');
  }

  async *#bytesOf(id: string, named: readonly NamedPart[]): AsyncGenerator<Buffer> {
    const parts = this.#partsOf(id);
    for (const { number } of named) {
      const found = await parts.get(nameOf(number));
      if (found === undefined) throw noSuchPart(number);
      for await (const piece of found.body) if (Buffer.isBuffer(piece)) yield piece;
    }
  }

  #partsOf(id: string): ObjectFiles {
    return new ObjectFiles(join(this.#folder, id, 'parts'));
  }
}

/** Reads a number of a part. Throws an `S3Error` for what is none. */
export function partNumber(said: string): number {
  const number = Number(said);
  if (Number.isInteger(number) && number >= 1 && number <= mostParts) return number;
  throw new S3Error(400, 'InvalidArgument', `Parts have numbers from 1 to ${mostParts}`);
}

function nameOf(number: number): string {
  return String(number);
}

function requireParts(named: readonly NamedPart[], kept: readonly Part[]): void {
  if (named.some(({ number }, index) => number <= (named[index - 1]?.number ?? 0)))
    throw new S3Error(400, 'InvalidPartOrder', 'The parts are not in the order of their numbers');
  const byNumber = new Map(kept.map((part) => [part.number, part]));
  const missing = named.find(({ number, etag }) => byNumber.get(number)?.etag !== etag);
  if (missing !== undefined) throw noSuchPart(missing.number);
  const small = named.slice(0, -1).find(({ number }) => (byNumber.get(number)?.bytes ?? 0) < leastPartBytes);
  if (small !== undefined)
    throw new S3Error(400, 'EntityTooSmall', `Part ${small.number} has less than ${leastPartBytes} bytes`);
}

function noSuchPart(number: number): S3Error {
  return new S3Error(400, 'InvalidPart', `Part ${number} has not come, or is another one`);
}

/** What S3 calls the ETag of an object in parts: the MD5 of their MD5s, and how many these are. */
function md5OfAll(parts: readonly NamedPart[]): string {
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(Buffer.from(etag, 'hex'));
  return md5.digest('hex');
}

async function readBegun(path: string): Promise<Begun | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const begun: unknown = text === undefined ? undefined : JSON.parse(text);
  return isBegun(begun) ? begun : undefined;
}

function isBegun(value: unknown): value is Begun {
  return typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string';
}
