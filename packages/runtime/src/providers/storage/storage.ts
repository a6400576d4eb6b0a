import type { Readable } from 'node:stream';
import type { ByteRange, NewObject, ObjectInfo } from './object.ts';

export type { ByteRange, ObjectInfo } from './object.ts';

/** What is put with an object. */
export type PutOptions = Pick<NewObject, 'contentType' | 'metadata'>;

/** An object and its bytes, or a part of them. Read the body to its end, or destroy it. */
export interface StoredObject {
  readonly info: ObjectInfo;
  readonly body: Readable;
}

/** Objects by keys such as `charts/north.png`: 1 to 1,024 bytes of UTF-8, no part of which is `.` or `..`. */
export interface Storage {
  /** Settles when the object is kept for good; until then, readers get the one before. A body of a known length (`Buffer`) spares S3 a copy in memory. */
  put(key: string, body: string | Buffer | Readable, options?: PutOptions): Promise<ObjectInfo>;
  /** Undefined where there is none. */
  get(key: string, range?: ByteRange): Promise<StoredObject | undefined>;
  info(key: string): Promise<ObjectInfo | undefined>;
  /** Does nothing where there is none. */
  remove(key: string): Promise<void>;
  /** Every key that begins like this, sorted by its bytes. */
  list(prefix?: string): Promise<readonly string[]>;
}
