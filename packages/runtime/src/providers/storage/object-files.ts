import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type KeptInfo, readInfo, shown } from './kept-info.ts';
import type { ByteRange, NewObject, ObjectInfo } from './object.ts';

export class DigestError extends Error {
  override readonly name = 'DigestError';
}

/**
 * Objects in a folder. A key names no path: its files are named by its hash, so that no key can point out of the folder,
 * be too long or differ in case alone. What says which file has the bytes is written last, in one step: whoever reads gets
 * the object from before or the new one, also after a power cut.
 */
export class ObjectFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(key: string, body: Readable, said: NewObject): Promise<ObjectInfo> {
    const { contentType, metadata = {}, sha256 } = said;
    const place = this.#placeOf(key);
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    const file = `${hashOf(key)}.${randomUUID()}`;
    const path = join(dirname(place), file);
    try {
      const { bytes, md5, digest } = await writeBody(path, body);
      if (sha256 !== undefined && sha256 !== digest)
        throw new DigestError('The bytes are not those whose SHA-256 was given');
      const before = await this.#kept(key);
      said.allows?.(before && shown(before));
      const info = {
        key,
        bytes,
        etag: said.etag ?? md5,
        contentType: contentType ?? 'application/octet-stream',
        metadata,
      };
      const kept: KeptInfo = { ...info, modifiedAt: new Date().toISOString(), file };
      await writeWhole(place, JSON.stringify(kept));
      if (before !== undefined) await rm(join(dirname(place), before.file), { force: true });
      return shown(kept);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  async info(key: string): Promise<ObjectInfo | undefined> {
    const kept = await this.#kept(key);
    return kept && shown(kept);
  }

  /** The object, and its bytes or a part of them; opened before this settles, so that nobody can take them away. */
  async get(
    key: string,
    rangeOf: (info: ObjectInfo) => ByteRange | undefined = () => undefined,
  ): Promise<{ readonly info: ObjectInfo; readonly body: Readable } | undefined> {
    const kept = await this.#kept(key);
    if (kept === undefined) return undefined;
    const info = shown(kept);
    const range = rangeOf(info);
    const handle = await open(join(dirname(this.#placeOf(key)), kept.file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    // Put anew or removed between the two looks.
    if (handle === undefined) return this.get(key, rangeOf);
    const body = createReadStream('', { fd: handle, ...(range && { start: range.first, end: range.last }) });
    return { info, body };
  }

  /** Does nothing where there is none. */
  async remove(key: string): Promise<void> {
    const kept = await this.#kept(key);
    if (kept === undefined) return;
    const place = this.#placeOf(key);
    await rm(place, { force: true });
    await rm(join(dirname(place), kept.file), { force: true });
  }

  /** Every object whose key begins like this, sorted by key as S3 does: by its UTF-8 bytes. */
  async list(prefix = ''): Promise<readonly ObjectInfo[]> {
    const shelves = await entriesOf(this.#folder);
    const found = await Promise.all(
      shelves.map(async (shelf) => {
        const names = (await entriesOf(join(this.#folder, shelf))).filter((name) => name.endsWith('.json'));
        return Promise.all(names.map((name) => readInfo(join(this.#folder, shelf, name))));
      }),
    );
    return found
      .flat()
      .flatMap((kept) => (kept?.key.startsWith(prefix) === true ? [shown(kept)] : []))
      .toSorted((one, other) => Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)));
  }

  #kept(key: string): Promise<KeptInfo | undefined> {
    return readInfo(this.#placeOf(key));
  }

  #placeOf(key: string): string {
    const hash = hashOf(key);
    return join(this.#folder, hash.slice(0, 2), `${hash}.json`);
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

async function writeBody(
  path: string,
  body: Readable,
): Promise<{ readonly bytes: number; readonly md5: string; readonly digest: string }> {
  const md5 = createHash('md5');
  const sha256 = createHash('sha256');
  let bytes = 0;
  const measured = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of source) {
      md5.update(piece);
      sha256.update(piece);
      bytes += piece.length;
      yield piece;
    }
  };
  await pipeline(body, measured, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
  return { bytes, md5: md5.digest('hex'), digest: sha256.digest('hex') };
}

async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.part`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}
