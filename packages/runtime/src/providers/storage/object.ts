/** What is known of an object without its bytes. */
export interface ObjectInfo {
  readonly key: string;
  readonly bytes: number;
  /** MD5 of the bytes in hexadecimal, as S3 has it; of an object that came in parts, the MD5 of theirs, and their number. */
  readonly etag: string;
  readonly contentType: string;
  /** What the caller keeps with it: `x-amz-meta-…`, by lower-case name without that. */
  readonly metadata: Readonly<Record<string, string>>;
  /** ISO 8601 */
  readonly modifiedAt: string;
}

/** What is put. */
export interface NewObject {
  readonly contentType?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** SHA-256 of the bytes in hexadecimal: with other bytes nothing is put. */
  readonly sha256?: string;
  /** In the place of the MD5 of the bytes, where S3 has another one. */
  readonly etag?: string;
  /** Throws where the object must not take the place of the one that is there. */
  readonly allows?: (before: ObjectInfo | undefined) => void;
}

/** From the first byte to the last, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}
